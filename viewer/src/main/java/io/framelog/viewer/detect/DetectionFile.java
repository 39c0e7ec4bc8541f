package io.framelog.viewer.detect;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a file says of streams. Immutable.
 *
 * @param defaults for all streams
 * @param streams for one
 */
public record DetectionFile(WatchRule defaults, Map<StreamName, WatchRule> streams) {
    /** Says nothing. */
    public static final DetectionFile NONE = new DetectionFile(WatchRule.NONE, Map.of());

    /** What is said of a stream counts before the defaults. */
    public DetectionFile {
        Map<StreamName, WatchRule> all = new HashMap<>();
        for (Map.Entry<StreamName, WatchRule> stream : streams.entrySet()) {
            all.put(stream.getKey(), stream.getValue().or(defaults));
        }
        streams = Map.copyOf(all);
    }

    /**
     * Reads a file.
     *
     * @param option the option that names it, for messages
     * @throws CommandFailure if it cannot be read, or has mistakes: each is told with its line
     */
    public static DetectionFile read(String option, Path path) {
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (e instanceof NoSuchFileException) {
                reason = "no such file";
            } else if (e instanceof CharacterCodingException) {
                reason = "it is not UTF-8";
            }
            throw new CommandFailure(ExitCode.NO_INPUT, option + " " + path + " cannot be read: " + reason, e);
        }
        // Windows' editors write a byte order mark.
        return new DetectionFileReader(option + " " + path).read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** What it says of a stream. */
    WatchRule of(StreamName stream) {
        return streams.getOrDefault(stream, defaults);
    }
}
