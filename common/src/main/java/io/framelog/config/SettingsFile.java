package io.framelog.config;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text file of settings. Immutable.
 *
 * @param option the option that names it, for messages
 * @param path as it was given
 */
public record SettingsFile(String option, Path path) {
    /**
     * What it contains now.
     *
     * @throws CommandFailure if it cannot be read
     */
    public String text() {
        try {
            String text = Files.readString(path);
            return text.startsWith("\uFEFF") ? text.substring(1) : text; // Windows' editors write a byte order mark
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, option + " " + path + " cannot be read: " + FileFault.reason(e), e);
        }
    }
}
