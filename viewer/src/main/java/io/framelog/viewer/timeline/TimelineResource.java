package io.framelog.viewer.timeline;

import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.viewer.history.HistoryExecutor;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.timeline.Timeline.Bucket;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Serves the timeline of a stream as JSON. No thread of Jetty waits for Kafka. */
final class TimelineResource {
    private static final int BUCKETS = 100;
    /** What the list has of an event that lasts, which has a record for its beginning and one for its end. */
    private static final List<String> RANGE = List.of("phase", "event", "from", "until", "zones");

    private static final double MICROS_PER_MILLI = 1_000;
    private static final double MICROS_PER_SECOND = 1_000_000;

    private final HistoryExecutor executor;
    private final TimelineReader timelines;
    private final KafkaHealth health;
    private final MomentParameters query;

    TimelineResource(HistoryExecutor executor, TimelineReader timelines, KafkaHealth health, MomentParameters query) {
        this.executor = executor;
        this.timelines = timelines;
        this.health = health;
        this.query = query;
    }

    void answer(Context context, StreamName name) {
        Instant now = query.now(name);
        TimelineQuery wanted = new TimelineQuery(
                name,
                query.moment(context, "from", name).orElseGet(Earliest::new),
                query.moment(context, "to", name).orElseGet(Latest::new),
                buckets(context));
        if (!health.now().isReady()) {
            throw new ProblemException(Problem.unavailable(health.now().detail()));
        }
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        Executor writers = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> executor.submit(reader -> timelines.read(reader, wanted, now), late -> {})
                .thenAcceptAsync(timeline -> write(context, name, timeline), writers)
                .exceptionallyAsync(fault -> refuse(context, name, fault), writers));
    }

    private static int buckets(Context context) {
        String text = context.queryParam("buckets");
        if (text == null) {
            return BUCKETS;
        }
        try {
            int buckets = Integer.parseInt(text);
            if (buckets >= 1 && buckets <= TimelineQuery.MAX_BUCKETS) {
                return buckets;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new ProblemException(
                Problem.badRequest("buckets= must be between 1 and " + TimelineQuery.MAX_BUCKETS + ", not " + text));
    }

    private static @Nullable Void refuse(Context context, StreamName name, Throwable fault) {
        Problems.write(context, PastProblems.of(fault, "the timeline of '" + name + "'"));
        return null;
    }

    private static void write(Context context, StreamName name, Timeline timeline) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("stream", name.value());
        body.put("from", text(timeline.span().from()));
        body.put("to", text(timeline.span().to()));
        timeline.logBegins().ifPresent(millis -> body.put("logBegins", text(millis)));
        body.put("bucketSeconds", seconds(timeline));
        body.put("estimated", Map.of("frames", timeline.framesEstimated(), "bytes", timeline.bytesEstimated()));
        if (timeline.coarse()) {
            body.put("coarse", true);
        }
        timeline.note().ifPresent(note -> body.put("note", note));
        body.put(
                "buckets",
                timeline.buckets().stream().map(TimelineResource::members).toList());
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(JsonText.write(body));
    }

    /** The length of a bucket, rounded to microseconds. */
    private static double seconds(Timeline timeline) {
        Span span = timeline.span();
        return Math.round((span.to() - span.from())
                        * MICROS_PER_MILLI
                        / timeline.buckets().size())
                / MICROS_PER_SECOND;
    }

    private static Map<String, Object> members(Bucket bucket) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("from", text(bucket.span().from()));
        members.put("frames", bucket.frames());
        members.put("bytes", bucket.bytes());
        if (!bucket.gaps().isEmpty()) {
            members.put("gaps", gaps(bucket.gaps()));
        }
        if (!bucket.events().isEmpty()) {
            members.put(
                    "events",
                    bucket.events().stream().map(TimelineResource::members).toList());
        }
        return members;
    }

    private static Map<String, Object> members(StreamEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("time", event.time().toString());
        members.put("type", event.type().shortName());
        members.put("id", event.id());
        if (!event.reason().isEmpty()) {
            members.put("reason", event.reason());
        }
        RANGE.stream()
                .filter(event.more()::containsKey)
                .forEach(name -> members.put(name, event.more().get(name)));
        return members;
    }

    private static List<Map<String, String>> gaps(List<Span> gaps) {
        return gaps.stream()
                .map(gap -> {
                    Map<String, String> members = new LinkedHashMap<>();
                    members.put("from", text(gap.from()));
                    members.put("to", text(gap.to()));
                    return members;
                })
                .toList();
    }

    private static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
