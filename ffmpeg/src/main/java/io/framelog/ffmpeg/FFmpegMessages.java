package io.framelog.ffmpeg;

import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** What FFmpeg tells of some devices only as messages, and not by its functions. */
public final class FFmpegMessages {
    private FFmpegMessages() {}

    /** Collects messages. Called on any thread of FFmpeg. */
    private static final class Collector extends LogCallback {
        private final StringBuilder text = new StringBuilder();

        @Override
        public synchronized void call(int level, BytePointer message) {
            text.append(message.getString());
        }

        synchronized String text() {
            return text.toString();
        }
    }

    /**
     * FFmpeg's messages while something is done. There is one place for messages in a process, so those of other threads
     * are among them, and {@code --verbose} shows none meanwhile.
     */
    public static String during(Runnable work) {
        int level = avutil.av_log_get_level();
        try (Collector collector = new Collector()) {
            avutil.setLogCallback(collector);
            avutil.av_log_set_level(avutil.AV_LOG_INFO);
            try {
                work.run();
            } finally {
                avutil.av_log_set_level(level);
                avutil.setLogCallback(null);
            }
            return collector.text();
        }
    }
}
