package io.framelog.ffmpeg;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegLogCallback;

/** Turns FFmpeg's own messages off, because its errors are reported in the user's terms, or sends them to the log. */
public final class FFmpegLog {
    private FFmpegLog() {}

    /**
     * Applies to the whole process. This must be the first call of FFmpeg, because it reports missing libraries.
     *
     * @param verbose whether to log FFmpeg's messages
     * @throws CommandFailure if FFmpeg's libraries cannot be loaded on this machine
     */
    public static void set(boolean verbose) {
        try {
            apply(verbose);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            String hint = "FFmpeg's libraries cannot be loaded. This build is for another kind of machine, or system "
                    + "libraries are missing (on Debian arm64: apt-get install libva2 libva-drm2 libdrm2): ";
            throw new CommandFailure(ExitCode.UNEXPECTED, hint + e.getMessage(), e);
        }
    }

    private static void apply(boolean verbose) {
        // JavaCPP would compare the whole process with its own limits of memory, and throw an OutOfMemoryError wherever
        // it is, even below FFmpeg's native code, which cannot handle it. FFmpeg's memory has limits of its own.
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
        // It warns that OpenBLAS is of another release than the others.
        System.setProperty("org.slf4j.simpleLogger.log.org.bytedeco", verbose ? "info" : "error");
        avutil.av_max_alloc(PictureLimits.MAX_ALLOCATION);
        if (verbose) {
            avutil.av_log_set_level(avutil.AV_LOG_INFO);
            FFmpegLogCallback.set();
        } else {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        }
    }
}
