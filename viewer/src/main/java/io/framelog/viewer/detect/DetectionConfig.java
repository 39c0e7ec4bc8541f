package io.framelog.viewer.detect;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.config.FollowedFile;
import io.framelog.config.SettingsFile;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a file says of streams at present. Thread-safe. */
public final class DetectionConfig implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectionConfig.class);

    private final Optional<FollowedFile> followed;
    private volatile DetectionFile present = DetectionFile.NONE;

    private DetectionConfig(Optional<SettingsFile> file) {
        followed = file.map(it -> {
            String text = it.text();
            List<String> mistakes = apply(it, text);
            if (!mistakes.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, String.join("\nviewer: ", mistakes));
            }
            return new FollowedFile(it, text, next -> apply(it, next));
        });
    }

    /** There is no file, and nothing changes. */
    public static DetectionConfig none() {
        return new DetectionConfig(Optional.empty());
    }

    /**
     * Reads a file.
     *
     * @throws CommandFailure if it cannot be read, or has mistakes: each is told with its line
     */
    public static DetectionConfig of(SettingsFile file) {
        return new DetectionConfig(Optional.of(file));
    }

    private List<String> apply(SettingsFile file, String text) {
        DetectionFileReader reader = new DetectionFileReader(file.option() + " " + file.path());
        DetectionFile next = reader.read(text);
        if (reader.mistakes().isEmpty()) {
            present = next;
            LOG.info("{} was read", file.path());
        }
        return reader.mistakes();
    }

    /** What it says now. */
    public DetectionFile present() {
        return present;
    }

    /** Follows the file from now on, if there is one. */
    void start() {
        followed.ifPresent(FollowedFile::start);
    }

    /** Follows the file no longer. */
    @Override
    public void close() {
        followed.ifPresent(FollowedFile::close);
    }
}
