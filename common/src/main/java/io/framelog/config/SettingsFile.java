package io.framelog.config;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
            String reason = String.valueOf(e.getMessage());
            if (e instanceof NoSuchFileException) {
                reason = "no such file";
            } else if (e instanceof CharacterCodingException) {
                reason = "it is not UTF-8";
            }
            throw new CommandFailure(ExitCode.NO_INPUT, option + " " + path + " cannot be read: " + reason, e);
        }
    }
}
