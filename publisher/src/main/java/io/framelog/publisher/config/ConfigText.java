package io.framelog.publisher.config;

import java.util.List;

/**
 * What a file says.
 *
 * @param settings those of the whole process
 * @param streams in the file's order
 * @param mistakes of the file's form
 */
public record ConfigText(List<Setting> settings, List<StreamText> streams, List<Mistake> mistakes) {
    /** Cannot be changed. */
    public ConfigText {
        settings = List.copyOf(settings);
        streams = List.copyOf(streams);
        mistakes = List.copyOf(mistakes);
    }
}
