package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.publisher.config.Mistake;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** A file of {@code --config} has mistakes. */
final class ConfigFailure extends CommandFailure {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    /** @param mistakes at least one, in the file's order */
    ConfigFailure(Path file, Collection<Mistake> mistakes) {
        super(ExitCode.USAGE, file + " has " + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes"));
        lines = mistakes.stream().map(mistake -> file + " " + mistake).toList();
    }

    /** A line for each mistake. */
    List<String> lines() {
        return lines;
    }
}
