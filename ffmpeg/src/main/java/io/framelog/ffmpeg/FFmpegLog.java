package io.framelog.ffmpeg;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegLogCallback;

/** What FFmpeg itself has to say: nothing, since its failures are told in the user's terms; or all of it, to our log. */
public final class FFmpegLog {
    private FFmpegLog() {}

    /**
     * Sets it for the process. This is also the first that is asked of FFmpeg.
     *
     * @param verbose whether FFmpeg's messages are wanted
     * @throws CommandFailure if FFmpeg's libraries cannot be loaded on this machine
     */
    public static void set(boolean verbose) {
        try {
            apply(verbose);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            String hint =
                    "FFmpeg's libraries cannot be loaded: this build has those of another kind of machine, or the system "
                            + "lacks what they need (on Debian arm64: apt-get install libva2 libva-drm2 libdrm2): ";
            throw new CommandFailure(ExitCode.UNEXPECTED, hint + e.getMessage(), e);
        }
    }

    private static void apply(boolean verbose) {
        if (verbose) {
            System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
            System.setProperty("org.slf4j.simpleLogger.log.org.bytedeco", "info");
            avutil.av_log_set_level(avutil.AV_LOG_INFO);
            FFmpegLogCallback.set();
        } else {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        }
    }
}
