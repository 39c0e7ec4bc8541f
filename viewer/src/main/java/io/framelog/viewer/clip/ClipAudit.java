package io.framelog.viewer.clip;

import io.framelog.viewer.access.Audit;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.ClientAddress;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Tells the audit log which clips were downloaded, and by whom. */
final class ClipAudit {
    private static final String FROM_THE_BEGINNING = "bytes=0-";

    private final Audit audit = new Audit();
    private final ClientAddress addresses;

    ClipAudit(ClientAddress addresses) {
        this.addresses = addresses;
    }

    /** A clip is sent. Players ask for many ranges of it; only those with its beginning count. */
    void sent(Context context, ClipRequest request, long firstMicros) {
        String range = context.header("Range");
        if (context.method().equals(HandlerType.GET) && (range == null || range.startsWith(FROM_THE_BEGINNING))) {
            audit.clip(
                    request.stream(),
                    request.kind().ending(),
                    Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS),
                    request.end(),
                    Admission.of(context),
                    addresses.of(context));
        }
    }
}
