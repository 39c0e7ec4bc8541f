package io.framelog.viewer.http;

import io.framelog.viewer.access.AddressRange;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Finds out where a client is, also behind proxies whose word is taken. Immutable. */
public final class ClientAddress {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private final List<AddressRange> proxies;

    /** @param proxies the addresses of proxies whose headers are believed */
    public ClientAddress(List<AddressRange> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    /** The client's address: the nearest that is not a trusted proxy. */
    public InetAddress of(Context context) {
        InetAddress address = peer(context);
        if (!isTrusted(address)) {
            return address;
        }
        // Some proxies append a header of their own, behind the client's.
        List<String> hops = Collections.list(context.req().getHeaders(FORWARDED_FOR)).stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .toList();
        for (int index = hops.size() - 1; index >= 0; index--) {
            Optional<InetAddress> hop = parse(hops.get(index).strip());
            if (hop.isEmpty()) {
                return address;
            }
            address = hop.get();
            if (!isTrusted(address)) {
                return address;
            }
        }
        return address;
    }

    /** Whether the request comes from a trusted proxy. */
    public boolean isFromProxy(Context context) {
        return isTrusted(peer(context));
    }

    /** Whether the client uses HTTPS, perhaps up to a trusted proxy. */
    public boolean isSecure(Context context) {
        return context.req().isSecure()
                || (isFromProxy(context) && "https".equalsIgnoreCase(context.header(FORWARDED_PROTO)));
    }

    private boolean isTrusted(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }

    private static InetAddress peer(Context context) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() != null
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** A port, as some proxies append it, is left out. */
    private static Optional<InetAddress> parse(String hop) {
        String address = hop.startsWith("[") && hop.contains("]")
                ? hop.substring(1, hop.indexOf(']'))
                : hop.replaceFirst("^([0-9.]+):\\d+$", "$1");
        try {
            return Optional.of(AddressRange.address(address));
        } catch (UnknownHostException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
