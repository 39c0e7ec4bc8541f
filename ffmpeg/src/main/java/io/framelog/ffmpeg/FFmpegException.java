package io.framelog.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.bytedeco.ffmpeg.global.avutil;

/** A failed call of FFmpeg. */
public final class FFmpegException extends IOException {
    private static final long serialVersionUID = 1;

    private final int code;

    /**
     * @param action what was tried, in readable form
     * @param code FFmpeg's AVERROR, negative
     */
    FFmpegException(String action, int code) {
        super(action + ": " + describe(code));
        this.code = code;
    }

    /** FFmpeg's AVERROR, negative: a negated errno or one of FFmpeg's own codes. */
    public int code() {
        return code;
    }

    /**
     * Checks the result of an FFmpeg call.
     *
     * @return the result
     * @throws FFmpegException if the result is negative
     */
    static int check(String action, int result) throws FFmpegException {
        if (result < 0) {
            throw new FFmpegException(action, result);
        }
        return result;
    }

    private static String describe(int code) {
        if (code == avutil.AVERROR_PATCHWELCOME()) {
            return "FFmpeg does not support such an image";
        }
        byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, UTF_8);
    }
}
