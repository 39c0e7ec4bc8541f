package io.framelog.viewer.http;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** The name that a client believes to ask. */
public final class RequestedHost {
    private RequestedHost() {}

    /**
     * The name, and the port if it is not the usual one. HTTP/1.1 has it as a header, and HTTP/2 in the address.
     *
     * @return null if the client names none, as one of HTTP/1.0 may
     */
    public static @Nullable String of(Context context) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        String authority = Http2.carries(request) ? request.getHttpURI().getAuthority() : null;
        return authority == null ? context.header("Host") : authority;
    }
}
