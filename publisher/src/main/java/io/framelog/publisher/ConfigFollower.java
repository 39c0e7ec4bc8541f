package io.framelog.publisher;

import io.framelog.config.FollowedFile;
import io.framelog.frame.StreamName;
import io.framelog.publisher.config.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the file of {@code --config}: starts, ends and restarts the streams whose entries change. Streams that did not
 * change are left alone, and a file with mistakes changes nothing.
 */
final class ConfigFollower {
    private final Logger log = LoggerFactory.getLogger(ConfigFollower.class);
    private final StreamsFile file;
    private final Streams streams;
    private final FollowedFile followed;
    private Map<StreamName, PublishSettings> known;
    private List<Setting> general;

    /**
     * Does nothing before {@link #start}.
     *
     * @param text the file's text, of which the streams were started
     * @param content what it says
     */
    ConfigFollower(StreamsFile file, String text, StreamsFile.Content content, Streams streams) {
        this.file = file;
        this.streams = streams;
        this.known = byName(content.streams());
        this.general = content.general();
        followed = new FollowedFile(file.source(), text, this::apply);
    }

    private static Map<StreamName, PublishSettings> byName(List<PublishSettings> streams) {
        Map<StreamName, PublishSettings> byName = new LinkedHashMap<>();
        streams.forEach(stream -> byName.put(stream.stream(), stream));
        return byName;
    }

    /** Follows the file from now on, on a thread of its own. */
    void start() {
        followed.start();
    }

    private List<String> apply(String text) throws InterruptedException {
        try {
            apply(file.read(text));
            return List.of();
        } catch (ConfigFailure e) {
            return e.lines();
        }
    }

    private void apply(StreamsFile.Content content) throws InterruptedException {
        if (!content.general().equals(general)) {
            general = content.general();
            log.warn("{}: what is outside of streams and defaults counts from the next start on", file.path());
        }
        Map<StreamName, PublishSettings> next = byName(content.streams());
        List<StreamName> removed = new ArrayList<>(known.keySet());
        removed.removeAll(next.keySet());
        List<StreamName> changed = new ArrayList<>();
        List<PublishSettings> started = new ArrayList<>();
        next.forEach((name, settings) -> {
            if (!settings.equals(known.get(name))) {
                started.add(settings);
                if (known.containsKey(name)) {
                    changed.add(name);
                }
            }
        });
        known = next;
        log.info(
                "{} was read; streams: {} new, {} changed, {} gone, {} as before",
                file.path(),
                started.size() - changed.size(),
                changed.size(),
                removed.size(),
                next.size() - started.size());
        List<StreamName> ending = new ArrayList<>(removed);
        ending.addAll(changed);
        streams.change(
                ending, "its entry in " + Objects.requireNonNull(file.path().getFileName()) + " has changed", started);
    }
}
