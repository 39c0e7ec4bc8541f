package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.UsageFailure;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.progress.ProgressDisplay;
import io.framelog.viewer.detect.FindingText;
import io.framelog.viewer.detect.Occurrence;
import io.framelog.viewer.detect.PastDetection;
import io.framelog.viewer.detect.PastPublication;
import io.framelog.viewer.detect.StreamSettings;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.NoSuchFrameException;
import io.framelog.viewer.history.NoSuchPositionException;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The search of the past of {@code viewer detect --from}. */
final class PastSearch {
    /** How long Kafka may take for each answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(PastSearch.class);

    private final KafkaOptions kafka;
    private final int maxFrameBytes;
    private final StreamSettings settings;
    private final boolean json;
    private final boolean publish;
    private final PrintWriter out;
    private int printed;

    /**
     * A search.
     *
     * @param json whether lines of JSON are printed instead of a table
     * @param publish whether events are written
     */
    PastSearch(
            KafkaOptions kafka,
            int maxFrameBytes,
            StreamSettings settings,
            boolean json,
            boolean publish,
            PrintWriter out) {
        this.kafka = kafka;
        this.maxFrameBytes = maxFrameBytes;
        this.settings = settings;
        this.json = json;
        this.publish = publish;
        this.out = out;
    }

    /**
     * Reads a moment from an option.
     *
     * @throws UsageFailure if it is none
     */
    static Moment moment(String option, String text, Instant now, PrintWriter err) {
        try {
            Moment moment = Moment.parse(text, now);
            Moment.note(text).ifPresent(note -> err.println("viewer: " + option + " " + note));
            return moment;
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(option + " " + text + ": " + e.getMessage(), e);
        }
    }

    /**
     * Searches a stream.
     *
     * @throws CommandFailure if there is nothing to search, or Kafka does not deliver it
     */
    void run(StreamName stream, Moment from, Moment to) throws InterruptedException {
        ConsumerFactory consumers = new ConsumerFactory(kafka, PATIENCE);
        consumers.check();
        RecordFilter filter = new RecordFilter(maxFrameBytes, new SkippedRecords());
        try (HistoryReaders readers = new HistoryReaders(consumers, kafka.topic(), name -> Set.of(), filter);
                HistoryReader reader = readers.borrow(Kind.BULK, Duration.ZERO);
                @Nullable PastPublication publication =
                                publish ? new PastPublication(kafka, consumers, stream, since(from)) : null) {
            PastDetection detection = new PastDetection(stream, settings, found -> take(found, publication));
            boolean complete;
            try (ProgressDisplay display = new ProgressDisplay(
                    stream.value(), seconds(from, to), detection.progress(), Boolean.getBoolean("framelog.terminal"))) {
                display.start();
                complete = detection.run(reader, from, to);
            }
            if (!complete) {
                LOG.warn("frames are missing: the log lost its oldest while they were read");
            }
            if (!json) {
                out.println("viewer: " + summary(stream, detection, publication));
                out.flush();
            }
        } catch (NoSuchFrameException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, e.getMessage() + ": see --stream, --from, --to", e);
        } catch (NoSuchPositionException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        } catch (InterruptException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "interrupted", e);
        } catch (KafkaException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "Kafka at " + kafka.address() + " does not deliver the frames of topic " + kafka.topic() + ": "
                            + reason(e),
                    e);
        }
    }

    private String reason(KafkaException fault) {
        String usual = new KafkaFault(fault).text(KafkaFault.Right.READ, kafka.topic())
                + "; see --bootstrap-server and --topic";
        return fault instanceof RetriableException ? kafka.diagnose().orElse(usual) : usual;
    }

    private static Instant since(Moment from) {
        return from instanceof At at ? at.instant() : Instant.EPOCH;
    }

    /** The length of what is searched, if times tell it. */
    private static OptionalLong seconds(Moment from, Moment to) {
        if (!(from instanceof At begin)) {
            return OptionalLong.empty();
        }
        Instant end = to instanceof At at ? at.instant() : Instant.now();
        return OptionalLong.of(
                Math.max(1, Duration.between(begin.instant(), end).toSeconds()));
    }

    private void take(Occurrence found, @Nullable PastPublication publication) {
        if (!json && printed == 0) {
            out.println(FindingText.PAST_HEAD);
        }
        printed++;
        out.println(json ? FindingText.json(found) : FindingText.row(found));
        out.flush();
        if (publication != null) {
            publication.write(found);
        }
    }

    private static String summary(StreamName stream, PastDetection detection, @Nullable PastPublication publication) {
        double length = detection.progress().length();
        double seconds = detection.progress().elapsed();
        int events = detection.progress().events();
        String written = publication == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %d written, %d known already",
                        publication.written(),
                        events - publication.written());
        return String.format(
                Locale.ROOT,
                "%s: %d events in %.1f s of video, in %.1f s (%.1f times real time)%s",
                stream,
                events,
                length,
                seconds,
                length / Math.max(0.001, seconds),
                written);
    }
}
