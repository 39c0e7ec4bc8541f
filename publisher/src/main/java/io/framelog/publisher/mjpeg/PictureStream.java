package io.framelog.publisher.mjpeg;

import io.framelog.publisher.http.HttpAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pictures that all come in one answer. For one thread. */
final class PictureStream implements Pictures {
    /** Motion JPEG without a container has no times. FFmpeg plays such files at 25 pictures per second, too. */
    private static final long FRAME_INTERVAL = TimeUnit.SECONDS.toMicros(1) / 25;

    private final Wording wording;
    private final HttpAnswer answer;
    private final PictureReader reader;
    private final boolean live;
    private final Function<HttpAnswer, Pictures> poll;
    private @Nullable ByteBuffer held;
    private @Nullable Pictures polled;

    /**
     * @param held a picture that was already read
     * @param poll continues if the answer turns out to end after one picture
     */
    PictureStream(
            Wording wording,
            HttpAnswer answer,
            PictureReader reader,
            boolean live,
            @Nullable ByteBuffer held,
            Function<HttpAnswer, Pictures> poll) {
        this.wording = wording;
        this.answer = answer;
        this.reader = reader;
        this.live = live;
        this.held = held;
        this.poll = poll;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException, InterruptedException {
        if (polled != null) {
            return polled.next();
        }
        @Nullable ByteBuffer next = held;
        held = null;
        if (next == null) {
            try {
                next = reader.next();
            } catch (IOException e) {
                throw wording.explain(e);
            }
        }
        if (next == null && reader.pictures() == 0) {
            throw wording.noPicture();
        }
        if (next == null && live && reader.pictures() == 1) {
            answer.close();
            polled = poll.apply(answer);
            return polled.next();
        }
        return next;
    }

    @Override
    public boolean isLive() {
        return live;
    }

    @Override
    public long frameInterval() {
        return FRAME_INTERVAL;
    }

    @Override
    public void close() {
        answer.close();
    }
}
