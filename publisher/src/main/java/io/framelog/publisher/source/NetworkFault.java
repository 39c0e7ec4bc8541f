package io.framelog.publisher.source;

import io.framelog.ffmpeg.FFmpegException;
import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.http.HttpException;
import io.framelog.publisher.http.Reachability;
import java.time.Duration;
import org.bytedeco.ffmpeg.global.avutil;

/** Says in one sentence why FFmpeg cannot open a network address. Its own words are often only "Input/output error". */
final class NetworkFault {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private NetworkFault() {}

    static SourceException of(CameraAddress address, FFmpegException e) {
        String name = address.display();
        int code = e.code();
        if (code == avutil.AVERROR_HTTP_UNAUTHORIZED()) {
            String words = address.userInfo().isEmpty()
                    ? " wants a user and a password: write them as " + address.scheme() + "://USER:PASSWORD@…"
                    : " refuses the user or the password";
            return new SourceException(name + words, e);
        }
        if (code == avutil.AVERROR_HTTP_FORBIDDEN()) {
            return new SourceException(name + " forbids access: check what this user may see", e);
        }
        if (code == avutil.AVERROR_HTTP_NOT_FOUND()) {
            return new SourceException(name + " has nothing at this path: check the path", e);
        }
        if (code == avutil.AVERROR_PROTOCOL_NOT_FOUND()) {
            return new SourceException(name + " has a protocol that FFmpeg does not know: check what is before ://", e);
        }
        try {
            Reachability.check(address, TIMEOUT);
        } catch (HttpException unreachable) {
            return new SourceException(unreachable.getMessage(), e, true);
        }
        return new SourceException(name + " cannot be opened: " + e.getMessage(), e);
    }
}
