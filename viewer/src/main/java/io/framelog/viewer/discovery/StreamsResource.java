package io.framelog.viewer.discovery;

import io.framelog.frame.Position;
import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.StreamView;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.kafka.ForeignRecords;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.KafkaState;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.motion.MotionBoard;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Serves the list of streams. */
public final class StreamsResource implements StreamNames {
    private static final double MILLIS_PER_SECOND = 1000;
    /** The most names that a "not found" lists; {@code /streams} lists all. */
    private static final int NAMES_TOLD = 20;

    private final Catalog catalog;
    private final LiveStreams streams;
    private final KafkaHealth health;
    private final ForeignRecords foreign;
    private final MotionBoard motion;

    StreamsResource(
            Catalog catalog, LiveStreams streams, KafkaHealth health, ForeignRecords foreign, MotionBoard motion) {
        this.motion = motion;
        this.foreign = foreign;
        this.catalog = catalog;
        this.streams = streams;
        this.health = health;
    }

    void answer(Context context) {
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(JsonText.write(list(Admission.of(context))));
    }

    /** What a change of makes a new list worth to be sent at once: readiness, and the streams' states. Can be compared. */
    public Map<String, List<Object>> states() {
        Map<String, List<Object>> states = new HashMap<>();
        KafkaState kafka = health.now();
        states.put("", List.of(kafka.isReady(), kafka.detail()));
        for (StreamView view : catalog.views()) {
            states.put(
                    view.name().value(),
                    List.of(view.state().kind(), view.state().reason(), view.displayName(), isMoving(view)));
        }
        return states;
    }

    /** The list as a client may see it, for {@link JsonText}. */
    public Map<String, Object> list(Identity client) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", health.now().isReady());
        List<ForeignRecords.Kind> skipped = client.seesAll() ? foreign.kinds() : List.of();
        body.put("detail", health.now().detail() + inWords(skipped));
        if (!client.equals(Identity.ANYBODY)) {
            body.put("user", client.name());
        }
        body.put("kafka", kafka());
        body.put(
                "streams",
                catalog.views().stream()
                        .filter(view -> client.sees(view.name()))
                        .map(this::members)
                        .toList());
        body.put("skipped", skipped.stream().map(StreamsResource::members).toList());
        return body;
    }

    /** One stream in the format of the list, on one line. */
    public byte[] json(StreamView stream) {
        return JsonText.write(members(stream));
    }

    private Map<String, Object> members(StreamView stream) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", stream.name().value());
        if (!stream.displayName().isEmpty()) {
            members.put("displayName", stream.displayName());
        }
        members.put("state", stream.state().kind().name().toLowerCase(Locale.ROOT));
        members.put("reason", stream.state().reason());
        stream.size().ifPresent(size -> {
            members.put("width", size.width());
            members.put("height", size.height());
        });
        stream.framesPerSecond().ifPresent(rate -> members.put("fps", Math.round(rate * 10) / 10.0));
        stream.age().ifPresent(age -> members.put("age", seconds(age)));
        stream.newest().ifPresent(time -> members.put("timestamp", time.toString()));
        if (!stream.clockSkew().isZero()) {
            members.put("clockSkew", seconds(stream.clockSkew()));
            members.put("clock", stream.clockNote());
        }
        if (isMoving(stream)) {
            members.put("motion", true);
        }
        members.put("viewers", streams.viewers(stream.name()));
        members.put("source", stream.source());
        members.put("links", links(stream.name()));
        return members;
    }

    private boolean isMoving(StreamView stream) {
        return motion.isMoving(stream.name(), Instant.now().plus(stream.clockSkew()));
    }

    private static String inWords(List<ForeignRecords.Kind> skipped) {
        long records = skipped.stream().mapToLong(ForeignRecords.Kind::records).sum();
        return records == 0 ? "" : "; " + records + " records are no frames and were skipped, see 'skipped'";
    }

    private static Map<String, Object> members(ForeignRecords.Kind skipped) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("partition", skipped.partition());
        members.put("records", skipped.records());
        members.put("reason", skipped.reason());
        members.put("newest", new Position(skipped.partition(), skipped.newest()).toString());
        if (skipped.written() >= 0) {
            members.put("timestamp", skipped.time().toString());
        }
        return members;
    }

    private Map<String, String> kafka() {
        Map<String, String> kafka = new LinkedHashMap<>();
        kafka.put("bootstrapServer", health.address());
        kafka.put("topic", health.topic());
        return kafka;
    }

    /** Relative to the viewer's address, which is under a path behind some proxies. */
    private static Map<String, String> links(StreamName name) {
        Map<String, String> links = new LinkedHashMap<>();
        String address = StreamAddress.of(name).substring(1);
        links.put("live", address + ".mjpeg");
        links.put("snapshot", address + ".jpg");
        return links;
    }

    private static double seconds(Duration duration) {
        return Math.round(duration.toMillis() / (MILLIS_PER_SECOND / 10)) / 10.0;
    }

    @Override
    public Optional<StreamName> find(String segment, Identity client) {
        return StreamAddress.names(segment).stream()
                .filter(name -> catalog.contains(name) && client.sees(name))
                .findFirst();
    }

    @Override
    public StreamName require(String segment, Identity client) {
        return find(segment, client).orElseThrow(() -> unknown(segment, client));
    }

    @Override
    public void require(StreamName stream, Identity client) {
        if (!catalog.contains(stream) || !client.sees(stream)) {
            throw unknown(stream.value(), client);
        }
    }

    private ProblemException unknown(String name, Identity client) {
        if (!health.now().isReady()) {
            return new ProblemException(Problem.unavailable(health.now().detail()));
        }
        List<String> names = catalog.names().stream()
                .filter(client::sees)
                .limit(NAMES_TOLD + 1)
                .map(StreamName::toString)
                .toList();
        String known = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_TOLD)));
        return new ProblemException(Problem.notFound("there is no stream '" + name + "'; "
                + (known.isEmpty() ? "there are no streams yet" : "known streams: " + known)
                + (names.size() > NAMES_TOLD ? ", … (see /streams)" : "")));
    }
}
