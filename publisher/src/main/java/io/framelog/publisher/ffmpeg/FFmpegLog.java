package io.framelog.publisher.ffmpeg;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegLogCallback;

/** What FFmpeg itself has to say: nothing, since its failures are told in the user's terms; or all of it, to our log. */
public final class FFmpegLog {
    private FFmpegLog() {}

    /**
     * Sets it for the process.
     *
     * @param verbose whether FFmpeg's messages are wanted
     */
    public static void set(boolean verbose) {
        if (verbose) {
            System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
            avutil.av_log_set_level(avutil.AV_LOG_INFO);
            FFmpegLogCallback.set();
        } else {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        }
    }
}
