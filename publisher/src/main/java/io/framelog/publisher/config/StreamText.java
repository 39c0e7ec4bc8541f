package io.framelog.publisher.config;

import java.util.List;
import java.util.Optional;

/**
 * What a file says of one stream.
 *
 * @param name as it is written
 * @param line where it begins, counted from 1
 * @param settings its own, and the defaults that it does not override
 */
public record StreamText(String name, int line, List<Setting> settings) {
    /** Cannot be changed. */
    public StreamText {
        settings = List.copyOf(settings);
    }

    /** The stream with the keys above it. */
    public String place() {
        return "streams." + name;
    }

    /** The setting of a key, if there is one. */
    public Optional<Setting> setting(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }
}
