package io.framelog.viewer.channel;

import io.framelog.viewer.http.Problem;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.Pace;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One picture of a window, which moves as the frames of its feed come. Only for the fan-out thread. */
final class Picture implements Watcher {
    private final Window window;
    private final Pictures pictures;
    private final Wanted wanted;
    private final ChannelCounters counters;
    private final Pace pace;
    private final Unreported unreported = new Unreported();

    /** Null before it is found. */
    private @Nullable Feed feed;

    private boolean over;
    private boolean anySent;
    private long sentSerial;
    private boolean anySkipped;
    private long skippedSerial;
    private boolean anyNoted;
    private long notedSerial;
    private boolean waiting;

    Picture(Window window, Pictures pictures, Wanted wanted, ChannelCounters counters) {
        this.window = window;
        this.pictures = pictures;
        this.wanted = wanted;
        this.counters = counters;
        this.pace = new Pace(wanted.minInterval().toNanos());
        counters.opened();
    }

    Wanted wanted() {
        return wanted;
    }

    boolean isOver() {
        return over;
    }

    /** Shows a feed, which was found. Must not be over. */
    void begin(Feed found) {
        feed = found;
        found.add(this);
        catchUp();
    }

    /** Cannot be shown; the window is told why. */
    void refuse(Problem problem) {
        if (!over) {
            close();
            window.say(Map.of("problem", problem.members(), "id", wanted.id()));
        }
    }

    /** The window should know this before the next frame. */
    void note(String text) {
        window.say(Map.of("note", text, "id", wanted.id()));
    }

    /** The window has handled so many frames in all. @return whether it can go on now, and could not before */
    boolean reported(long frames, long now) {
        unreported.reported(frames);
        boolean freed = waiting && !unreported.isFull(now);
        waiting &= !freed;
        return freed;
    }

    /** Whether it was not sent a frame, because the window has not reported enough of those before. */
    boolean isWaiting() {
        return waiting;
    }

    /** Whether the window has handled enough frames. If not, it is woken by the next report. */
    private boolean hasReported(long now) {
        waiting = unreported.isFull(now);
        if (waiting) {
            pictures.awaitReport(now);
        }
        return !waiting;
    }

    /** Sends what is due, if the window can take it. */
    void catchUp() {
        Feed present = feed;
        if (present == null || over) {
            return;
        }
        present.catchUp(this);
        if (!over && anySent && present.isStill()) {
            end("this is a still picture");
        }
    }

    @Override
    public boolean offer(Part part, long serial, long now) {
        if (over || (anySent && serial == sentSerial)) {
            return false;
        }
        if (!part.note().isEmpty() && !(anyNoted && serial == notedSerial)) {
            anyNoted = true;
            notedSerial = serial;
            note(part.note());
        }
        if (!window.canTake()) {
            if (isNewSkip(serial)) {
                counters.skippedBusy();
            }
            return false;
        }
        if (!hasReported(now)) {
            if (isNewSkip(serial)) {
                counters.skippedUnreported();
            }
            return false;
        }
        if (!pace.isDue(anySent, now)) {
            return false;
        }
        boolean follows = anySent;
        anySent = true;
        sentSerial = serial;
        unreported.sent(now);
        return window.send(part, wanted.id(), follows);
    }

    /** A frame is offered again and again until it is sent or a newer one comes, and is counted once. */
    private boolean isNewSkip(long serial) {
        boolean isNew = !anySkipped || serial != skippedSerial;
        anySkipped = true;
        skippedSerial = serial;
        return isNew;
    }

    @Override
    public boolean isBusy() {
        return !window.canTake();
    }

    @Override
    public void moveTo(Feed other, long shown) {
        if (!over) {
            feed = other;
            sentSerial = shown;
            other.add(this);
            catchUp();
        }
    }

    @Override
    public void end() {
        end("the replay is over");
    }

    private void end(String reason) {
        if (!over) {
            close();
            window.say(Map.of("end", Map.of("id", wanted.id(), "reason", reason)));
        }
    }

    /** Shows nothing more. */
    void close() {
        if (!over) {
            over = true;
            waiting = false;
            counters.closed();
            Feed present = feed;
            feed = null;
            if (present != null) {
                present.remove(this);
            }
        }
    }
}
