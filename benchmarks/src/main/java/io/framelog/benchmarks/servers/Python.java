package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.Commands;
import java.util.List;
import java.util.Optional;

/** Finds the Python interpreter that has certain packages. It need not be the first on the path. */
public record Python(Commands commands) {
    private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

    /** The first interpreter that can import all of some packages, separated by commas. */
    public Optional<String> with(String packages) throws InterruptedException {
        for (String interpreter : INTERPRETERS) {
            if (commands.firstLine(interpreter, "-c", "print(1); import " + packages)
                    .isPresent()) {
                return Optional.of(interpreter);
            }
        }
        return Optional.empty();
    }

    /** A package's version in the first interpreter that has it. */
    public Optional<String> version(String name) throws InterruptedException {
        Optional<String> interpreter = with(name);
        return interpreter.isEmpty()
                ? Optional.empty()
                : commands.firstLine(interpreter.get(), "-c", "import " + name + "; print(" + name + ".__version__)");
    }
}
