package io.framelog.viewer.catalog;

import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * What is shown as a stream's state.
 *
 * @param kind as a publisher would say it
 * @param reason why it is not live; empty where it is
 */
public record StreamState(StreamStatus.State kind, String reason) {
    /** Without a frame for so long a stream counts as lost, unless its own rate is slower still. */
    static final Duration NO_FRAME_LIMIT = Duration.ofSeconds(10);
    /** Without a word for so long a publisher counts as gone. */
    static final Duration SILENCE_LIMIT = StatusTopic.HEARTBEAT.multipliedBy(5);

    private static final int MISSED_FRAMES = 3;
    private static final StreamState LIVE = new StreamState(StreamStatus.State.LIVE, "");

    /**
     * Judges by what the publisher said and by what arrives. Frames that arrive say more than an old word: the name may have
     * gone over to another producer, which says nothing.
     *
     * @param said the publisher's latest word, if there is a publisher that says any
     * @param sinceFrame since a frame arrived; empty where none ever did
     */
    static StreamState judge(Optional<LastStatus> said, Optional<Duration> sinceFrame) {
        if (said.isEmpty()) {
            return byFrames(sinceFrame, NO_FRAME_LIMIT);
        }
        StreamStatus status = said.get().status();
        Duration silence = said.get().silence();
        boolean frameAfterWord = sinceFrame.isPresent()
                && sinceFrame.get().compareTo(NO_FRAME_LIMIT) < 0
                && silence.minus(sinceFrame.get()).compareTo(SILENCE_LIMIT) > 0;
        if (frameAfterWord) {
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
                        : byFrames(sinceFrame, patience(status.framesPerSecond()));
        };
    }

    private static StreamState byFrames(Optional<Duration> sinceFrame, Duration limit) {
        if (sinceFrame.isEmpty()) {
            return lost("no frame yet");
        }
        return sinceFrame.get().compareTo(limit) < 0 ? LIVE : lost("no frame for " + inWords(sinceFrame.get()));
    }

    private static Duration patience(double framesPerSecond) {
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

    /** A duration in its largest unit, as {@code 12 s}, {@code 3 min}. */
    private static String inWords(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() > 1) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() > 1 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
