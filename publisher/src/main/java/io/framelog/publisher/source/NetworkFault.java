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

    static String explain(CameraAddress address, FFmpegException e) {
        String name = address.display();
        int code = e.code();
        if (code == avutil.AVERROR_HTTP_UNAUTHORIZED()) {
            return address.userInfo().isEmpty()
                    ? name + " wants a user and a password: write them as " + address.scheme() + "://USER:PASSWORD@…"
                    : name + " refuses the user or the password";
        }
        if (code == avutil.AVERROR_HTTP_FORBIDDEN()) {
            return name + " forbids access: check what this user may see";
        }
        if (code == avutil.AVERROR_HTTP_NOT_FOUND()) {
            return name + " has nothing at this path: check the path";
        }
        if (code == avutil.AVERROR_PROTOCOL_NOT_FOUND()) {
            return name + " has a protocol that FFmpeg does not know: check what is before ://";
        }
        try {
            Reachability.check(address, TIMEOUT);
        } catch (HttpException unreachable) {
            return unreachable.getMessage();
        }
        return name + " cannot be opened: " + e.getMessage();
    }
}
