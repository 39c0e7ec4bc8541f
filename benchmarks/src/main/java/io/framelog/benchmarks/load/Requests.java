package io.framelog.benchmarks.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;

/** What clients send. */
final class Requests {
    private Requests() {}

    /** A GET request that lets the server end the connection. */
    static ByteBuffer get(URI uri, String protocol) {
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return ByteBuffer.wrap(Ascii.bytes(
                "GET " + target + " " + protocol + "\r\nHost: " + uri.getRawAuthority() + "\r\nAccept: */*\r\n\r\n"));
    }

    /** Where it goes. */
    static InetSocketAddress server(URI uri) {
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }
}
