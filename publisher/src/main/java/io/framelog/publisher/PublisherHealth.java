package io.framelog.publisher;

import io.framelog.frame.StreamName;
import io.framelog.publisher.metrics.Health;
import io.framelog.publisher.send.KafkaLink;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The health of the process. It is ready while Kafka answers and a source delivers: one camera of twenty that is away is
 * no reason to send an operator to the others, so it is only told.
 */
final class PublisherHealth implements Health {
    /** How many lost streams are named; the metrics have all of them. */
    private static final int MAX_NAMES = 20;

    private final Streams streams;
    private final KafkaLink link;

    PublisherHealth(Streams streams, KafkaLink link) {
        this.streams = streams;
        this.link = link;
    }

    @Override
    public Optional<String> fault() {
        return streams.deadThread()
                .or(() -> link.isAlive() ? Optional.empty() : Optional.of("topics"))
                .map(thread -> "the thread '" + thread + "' has died; restart the publisher, and see its log");
    }

    @Override
    public Optional<String> absence() {
        if (streams.isStopping()) {
            return Optional.of("the publisher is shutting down");
        }
        return link.absence().or(() -> {
            Map<StreamName, String> lost = streams.lost();
            return lost.isEmpty() || lost.size() < streams.size() ? Optional.empty() : Optional.of(text(lost));
        });
    }

    @Override
    public String detail() {
        Map<StreamName, String> lost = streams.lost();
        return "Kafka takes the frames" + (lost.isEmpty() ? "" : "; " + text(lost));
    }

    private String text(Map<StreamName, String> lost) {
        String names = lost.entrySet().stream()
                .limit(MAX_NAMES)
                .map(stream -> stream.getKey() + " (" + stream.getValue() + ")")
                .collect(Collectors.joining(", "));
        return lost.size() + " of " + streams.size() + " sources lost: " + names
                + (lost.size() > MAX_NAMES ? ", …" : "");
    }
}
