package io.framelog.viewer.clip;

import io.framelog.viewer.http.DownloadName;
import io.framelog.viewer.part.Multipart;
import io.javalin.http.Context;

/** The headers that every answer with a clip has. */
final class ClipHead {
    private ClipHead() {}

    static void write(Context context, ClipRequest request, long firstMicros) {
        ClipKind kind = request.kind();
        String name = FrameNames.ofClip(request.stream(), firstMicros, kind);
        context.contentType(kind.contentType())
                .header("Cache-Control", "no-store, no-transform")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Accel-Buffering", "no")
                .header("X-Timestamp", Multipart.timestamp(firstMicros))
                .header(
                        "Content-Disposition",
                        DownloadName.header(kind == ClipKind.MP4 ? "inline" : "attachment", name));
    }
}
