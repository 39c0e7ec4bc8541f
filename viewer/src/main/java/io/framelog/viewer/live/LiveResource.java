package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;

/** Sends a stream's live video until the client disconnects. */
final class LiveResource {
    private final FanOut fanOut;
    private final MjpegResponse response;
    private final ViewerLimit limit;

    LiveResource(FanOut fanOut, ViewerLimit limit, MjpegResponse response) {
        this.fanOut = fanOut;
        this.response = response;
        this.limit = limit;
    }

    void answer(Context context, StreamName stream) throws IOException {
        Duration interval = FpsParameter.interval(context);
        limit.requireRoom(context);
        if (MjpegResponse.begin(context)) {
            response.takeOver(context, outlet -> fanOut.watch(stream, outlet, interval));
        }
    }
}
