package io.framelog.viewer.catalog;

import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * A stream's state as viewers see it.
 *
 * @param kind as in a publisher's status
 * @param reason why it is not live, or what its publisher says of frames that it drops; may be empty
 */
public record StreamState(StreamStatus.State kind, String reason) {
    /** A stream without a frame for so long is lost, unless its own rate is slower still. */
    static final Duration NO_FRAME_LIMIT = Duration.ofSeconds(10);
    /** A publisher without a status for so long is gone: its viewers are to know it within 5 s. */
    public static final Duration SILENCE_LIMIT = StatusTopic.HEARTBEAT.multipliedBy(3);

    private static final int MISSED_FRAMES = 3;
    private static final StreamState LIVE = new StreamState(StreamStatus.State.LIVE, "");

    /**
     * Decides by the publisher's status and by the frames that arrive. Frames count more than an old status: another
     * producer, which writes no statuses, may use the name now.
     *
     * @param last the publisher's last status, if there is one
     * @param sinceFrame since the last frame arrived; empty if none ever did
     */
    static StreamState of(Optional<LastStatus> last, Optional<Duration> sinceFrame) {
        if (last.isEmpty()) {
            return byFrames(sinceFrame, NO_FRAME_LIMIT);
        }
        StreamStatus status = last.get().status();
        Duration silence = last.get().age();
        boolean statusIsOutdated = sinceFrame.isPresent()
                && sinceFrame.get().compareTo(NO_FRAME_LIMIT) < 0
                && silence.minus(sinceFrame.get()).compareTo(SILENCE_LIMIT) > 0;
        if (statusIsOutdated) {
            return LIVE;
        }
        return switch (status.state()) {
            case ENDED -> new StreamState(StreamStatus.State.ENDED, status.reason());
            case LOST ->
                lost(
                        silence.compareTo(SILENCE_LIMIT) > 0 && status.reason().isEmpty()
                                ? silent(silence)
                                : status.reason());
            case LIVE ->
                silence.compareTo(SILENCE_LIMIT) > 0
                        ? lost(silent(silence))
                        : byFrames(sinceFrame, frameLimit(status.framesPerSecond()))
                                .because(status.reason());
        };
    }

    /** The same with what the publisher says of the frames that do not come. */
    private StreamState because(String detail) {
        if (detail.isEmpty()) {
            return this;
        }
        return new StreamState(kind, reason.isEmpty() ? detail : reason + ": " + detail);
    }

    private static StreamState byFrames(Optional<Duration> sinceFrame, Duration limit) {
        if (sinceFrame.isEmpty()) {
            return lost("no frame yet");
        }
        return sinceFrame.get().compareTo(limit) < 0 ? LIVE : lost("no frame for " + inWords(sinceFrame.get()));
    }

    private static Duration frameLimit(double framesPerSecond) {
        if (framesPerSecond <= 0) {
            return NO_FRAME_LIMIT;
        }
        Duration slow = Duration.ofMillis((long) (MISSED_FRAMES * 1000 / framesPerSecond));
        return slow.compareTo(NO_FRAME_LIMIT) > 0 ? slow : NO_FRAME_LIMIT;
    }

    private static StreamState lost(String reason) {
        return new StreamState(StreamStatus.State.LOST, reason);
    }

    private static String silent(Duration silence) {
        return "its publisher went silent " + inWords(silence) + " ago";
    }

    /** A duration in its largest unit, such as {@code 12 s} or {@code 3 min}. */
    static String inWords(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() > 1) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() > 1 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
