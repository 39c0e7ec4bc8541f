package io.framelog.viewer.clip;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Frames of a stream "front" for tests. */
final class Frames {
    static final StreamName FRONT = new StreamName("front");
    /** 2026-11-21T09:30:00.123456Z. */
    static final long BEGIN = 1_795_253_400_123_456L;

    private Frames() {}

    /** An image of that time. */
    static Frame frame(ByteBuffer image, long micros) {
        ImageFormat format = ImageFormat.detect(image).orElse(ImageFormat.JPEG);
        return new Frame(FRONT, format, image, micros, ImageSize.read(format, image), Optional.empty(), Stages.UNKNOWN);
    }

    /** A cursor over frames. */
    static ClipJob.Frames of(List<Frame> frames) {
        Iterator<Frame> iterator = frames.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }
}
