package io.framelog.publisher.mjpeg;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.publisher.mjpeg.Delimiter.Found;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds the other field of an interlaced picture: a second JPEG in the same part. Only a picture that may be a field,
 * because it is at least twice as wide as it is high, is held back until what follows it has come, and only as long as
 * no picture of the same body was a whole one. For one thread.
 */
final class SecondField {
    /** What may stand between the two fields. */
    private static final int MAX_GAP = 64;

    private final Window window;
    private final Delimiter delimiter;
    private final JpegScanner scanner;
    private final boolean isOnePicture;
    private boolean possible = true;

    /** @param isOnePicture whether all of the body is one picture */
    SecondField(Window window, Delimiter delimiter, boolean isOnePicture) {
        this.window = window;
        this.delimiter = delimiter;
        this.isOnePicture = isOnePicture;
        scanner = new JpegScanner(delimiter);
    }

    /** Whether a second JPEG begins soon behind the first, and before a limit. */
    boolean follows(int end, int limit) {
        int soi = window.indexOfSoi(end);
        return soi != Window.NONE && soi <= end + MAX_GAP && soi < limit;
    }

    /**
     * Reads on until the second field is there.
     *
     * @param soi where the picture begins
     * @param end where it ends
     * @param isPart whether it is in a part
     * @return where its second field ends; the end itself if there is none
     */
    int end(int soi, int end, boolean isPart) throws IOException {
        if (!possible || !(isOnePicture || isPart) || !isWide(soi, end)) {
            return end;
        }
        while (!isDelimited(end) && !follows(end, Integer.MAX_VALUE)) {
            if (window.end() > end + MAX_GAP || !window.fill()) {
                possible = false;
                return end;
            }
        }
        if (isDelimited(end)) {
            possible = false;
            return end;
        }
        scanner.begin(window.indexOfSoi(end));
        int last = scanner.scan(window.data(), window.end());
        while (last == JpegScanner.UNKNOWN && window.fill()) {
            last = scanner.scan(window.data(), window.end());
        }
        return last == JpegScanner.UNKNOWN ? end : last;
    }

    private boolean isDelimited(int end) {
        int line = Delimiter.behindLineEnds(window.data(), end, window.end());
        return delimiter.at(window.data(), line, window.end()) == Found.YES;
    }

    private boolean isWide(int soi, int end) {
        return ImageSize.read(ImageFormat.JPEG, ByteBuffer.wrap(window.data(), soi, end - soi))
                .filter(size -> size.width() >= 2 * size.height())
                .isPresent();
    }
}
