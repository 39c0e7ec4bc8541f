package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.Tool;
import java.util.List;
import java.util.Optional;

/** Which Python of this machine has some packages; it need not be the first on the path. */
public final class Python {
    private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

    private final Tool tool;

    /** @param tool runs the interpreters */
    public Python(Tool tool) {
        this.tool = tool;
    }

    /** The interpreter that can import all of them. */
    public Optional<String> with(String... packages) {
        return INTERPRETERS.stream()
                .filter(interpreter -> tool.output(interpreter, "-c", "import " + String.join(", ", packages))
                        .isPresent())
                .findFirst();
    }

    /** A package's version, by the first interpreter that has it. */
    public Optional<String> version(String name) {
        return INTERPRETERS.stream()
                .flatMap(interpreter ->
                        tool
                                .firstLine(interpreter, "-c", "import " + name + "; print(" + name + ".__version__)")
                                .stream())
                .findFirst();
    }
}
