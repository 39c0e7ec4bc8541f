package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.FatalErrors;
import io.framelog.frame.StreamName;
import io.framelog.publisher.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the file of {@code --config}: starts, ends and restarts the streams whose entries change. It looks every
 * {@link #INTERVAL}, and at SIGHUP. Streams that did not change are left alone, and a file with mistakes changes
 * nothing.
 */
final class ConfigFollower {
    /** How often the file is read. A change counts when it is seen twice, because editors do not write at once. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Logger log = LoggerFactory.getLogger(ConfigFollower.class);
    private final StreamsFile file;
    private final Streams streams;
    private final Semaphore asked = new Semaphore(0);
    private Map<StreamName, PublishSettings> known;
    private List<Setting> general;
    private String applied;
    private String seen;
    private String complaint = "";

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
        this.applied = text;
        this.seen = text;
    }

    private static Map<StreamName, PublishSettings> byName(List<PublishSettings> streams) {
        Map<StreamName, PublishSettings> byName = new LinkedHashMap<>();
        streams.forEach(stream -> byName.put(stream.stream(), stream));
        return byName;
    }

    /** Follows the file from now on, on a thread of its own. */
    void start() {
        Hangup.call(asked::release);
        Thread thread = new Thread(this::run, "config");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                boolean now = asked.tryAcquire(INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
                asked.drainPermits();
                try {
                    look(now);
                } catch (RuntimeException | Error e) {
                    FatalErrors.escalate(e);
                    log.error("{} cannot be followed now", file.path(), e);
                }
            }
        } catch (InterruptedException e) {
            log.debug("the file is not followed any more", e);
        }
    }

    /** @param now whether somebody has asked: the text counts at once, and what its files contain may have changed */
    private void look(boolean now) throws InterruptedException {
        String text;
        try {
            text = file.text();
        } catch (CommandFailure e) {
            complain(List.of(String.valueOf(e.getMessage())));
            return;
        }
        boolean settled = text.equals(seen);
        seen = text;
        if (now || (settled && !text.equals(applied))) {
            applied = text;
            try {
                apply(file.read(text));
                complaint = "";
            } catch (ConfigFailure e) {
                complaint = "";
                complain(e.lines());
            }
        }
    }

    /** Once, while the reason stays. */
    private void complain(List<String> lines) {
        String reason = String.join("\n", lines);
        if (!reason.equals(complaint)) {
            complaint = reason;
            lines.forEach(line -> log.error("{}", line));
            log.error("the streams go on as before, until {} is right", file.path());
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
