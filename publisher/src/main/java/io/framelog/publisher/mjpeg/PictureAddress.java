package io.framelog.publisher.mjpeg;

import io.framelog.publisher.http.HttpAnswer;
import io.framelog.publisher.http.HttpClient;
import io.framelog.publisher.http.HttpException;
import io.framelog.publisher.http.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks an address, and finds out from the answer what it is: Motion JPEG, a single picture, or a video for FFmpeg, live
 * or a recording. For one thread.
 */
public final class PictureAddress {
    /** A server that sends so many pictures within a quarter of a second sends a file: a camera sends at most 15. */
    private static final int RECORDED_PICTURES = 30;
    /** A server that sends so much within a quarter of a second sends a file: no live video has 128 Mbit/s. */
    private static final int RECORDED_BYTES = 4_000_000;
    /** What may stand between two pictures without parts, such as padding. */
    private static final int MAX_GAP_BYTES = 64 << 10;

    private final HttpClient client;
    private final Patience patience;
    private final Patience pollPatience;
    private final Duration pollInterval;
    private final Wording wording;
    private boolean isLiveVideo;

    /** What an address is. */
    public sealed interface Found {
        /** It gives pictures, which are read here. */
        record Motion(Pictures pictures) implements Found {}

        /**
         * It gives a video that FFmpeg may know.
         *
         * @param recording whether it has an end, although its container may not tell
         * @param endsWithConnection whether the end of the connection is its end, and no fault
         */
        record Video(boolean recording, boolean endsWithConnection) implements Found {}
    }

    /**
     * @param patience for streams
     * @param timeout how long a single picture may take
     * @param pollInterval the time from one request of a single picture to the next
     */
    public PictureAddress(HttpClient client, Patience patience, Duration timeout, Duration pollInterval) {
        this.client = client;
        this.patience = patience;
        this.pollPatience = Patience.of(timeout);
        this.pollInterval = pollInterval;
        wording = new Wording(client.address(), patience);
    }

    /**
     * Asks.
     *
     * @throws HttpException if there are no pictures; the message is one sentence that names the cause
     */
    public Found open() throws HttpException {
        HttpAnswer answer = client.get(Map.of());
        boolean kept = false;
        try {
            Found found = examine(answer);
            kept = found instanceof Found.Motion;
            return found;
        } catch (IOException e) {
            throw wording.explain(e);
        } finally {
            if (!kept) {
                answer.close();
            }
        }
    }

    private Found examine(HttpAnswer answer) throws IOException {
        AnswerBody body = new AnswerBody(answer, patience);
        Window window = new Window();
        window.begin(body);
        String boundary = answer.boundary().orElse("");
        if (answer.isMultipart()) {
            return new Found.Motion(stream(answer, new PictureReader(window, boundary), true, null));
        }
        Content content = window.recognize(answer.mediaType());
        if (window.end() == 0) {
            throw wording.noPicture();
        }
        boolean isMeasured = answer.contentLength().isPresent();
        return switch (content) {
            case PARTS -> new Found.Motion(stream(answer, new PictureReader(window, boundary), !isMeasured, null));
            case JPEG -> new Found.Motion(jpegs(answer, body, window));
            case PNG -> new Found.Motion(snapshots(answer, window.readAll()));
            case WEB_PAGE -> throw wording.webPage();
            case PLAYLIST -> new Found.Video(false, false);
            case OTHER -> new Found.Video(isMeasured || isRecording(body, window), answer.endsWithConnection());
        };
    }

    private Pictures jpegs(HttpAnswer answer, AnswerBody body, Window window) throws IOException {
        boolean isImage = answer.mediaType().startsWith("image/");
        boolean isMeasured = answer.contentLength().isPresent();
        PictureReader reader = new PictureReader(window, "", isImage && isMeasured);
        @Nullable ByteBuffer first = reader.next();
        if (first == null) {
            throw wording.noPicture();
        }
        if (isMeasured) {
            return isImage || !reader.isFollowed(MAX_GAP_BYTES)
                    ? snapshots(answer, first)
                    : stream(answer, reader, false, first);
        }
        int much = Math.min(Window.MAX_BYTES / 2, RECORDED_PICTURES * first.remaining());
        PaceWatch.Seen seen = PaceWatch.watch(body, window, much, true);
        if (seen == PaceWatch.Seen.END) {
            int next = window.start();
            window.discardTo(0); // all is still there: one picture, perhaps in two fields?
            PictureReader whole = new PictureReader(window, "", isImage);
            @Nullable ByteBuffer picture = whole.next();
            if (!whole.isFollowed(MAX_GAP_BYTES)) {
                return snapshots(answer, picture);
            }
            window.discardTo(next);
        }
        return stream(answer, reader, seen == PaceWatch.Seen.LITTLE, first);
    }

    private boolean isRecording(AnswerBody body, Window window) throws IOException {
        if (isLiveVideo) {
            return false; // it is opened again; what it is was found out the first time
        }
        isLiveVideo = PaceWatch.watch(body, window, RECORDED_BYTES, false) == PaceWatch.Seen.LITTLE;
        return !isLiveVideo;
    }

    private Pictures stream(HttpAnswer answer, PictureReader reader, boolean live, @Nullable ByteBuffer held) {
        return new PictureStream(wording, answer, reader, live, held, ended -> snapshots(ended, null));
    }

    private Pictures snapshots(HttpAnswer first, @Nullable ByteBuffer held) {
        first.close();
        return new Snapshots(client, wording, pollPatience, pollInterval, first, held);
    }
}
