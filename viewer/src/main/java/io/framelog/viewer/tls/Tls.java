package io.framelog.viewer.tls;

import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS 1.2 and 1.3 for a server's connector, with a certificate that is reloaded when its files change. */
public final class Tls {
    /** Between two checks whether the files have changed: certbot renews weeks before a certificate expires. */
    public static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

    /**
     * How long a browser asks this host name for encrypted pages only (RFC 6797). It holds for all ports of the name,
     * so it is not for years.
     */
    private static final Duration HSTS = Duration.ofDays(30);

    private final TlsFiles files;
    private final List<FileTime> modified;
    private final KeyStore store;
    private final Duration interval;

    /**
     * Reads the files.
     *
     * @param interval between two checks whether the files have changed
     * @throws UnusableTlsFilesException if they cannot be used
     */
    public Tls(TlsFiles files, Duration interval) throws UnusableTlsFilesException {
        this.files = files;
        this.interval = interval;
        modified = files.modified(); // before reading: what is written meanwhile counts as a change
        store = files.load();
    }

    /**
     * A connector for HTTP/2 and HTTP/1.1 over TLS with one accepting and one selecting thread. The client chooses (ALPN);
     * one that says nothing gets HTTP/1.1.
     *
     * @param http the settings for HTTP/1.1
     * @param http2 makes HTTP/2 from the same settings
     */
    public ServerConnector connector(
            Server server, HttpConfiguration http, Function<HttpConfiguration, ? extends ConnectionFactory> http2) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        context.addExcludeCipherSuites(".*_CBC_.*"); // TLS 1.2 has better ones, which every browser since 2015 knows
        context.setRenegotiationAllowed(false);
        context.setKeyStorePassword("");
        context.setKeyStore(store);
        // No check of the host name (SNI): the client decides whether the certificate matches.
        http.addCustomizer(new SecureRequestCustomizer(false, false, HSTS.toSeconds(), false));
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        ALPNServerConnectionFactory negotiation = new ALPNServerConnectionFactory();
        negotiation.setDefaultProtocol(http1.getProtocol());
        ServerConnector connector = new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(context, negotiation.getProtocol()),
                negotiation,
                http2.apply(http),
                http1);
        connector.addBean(new Renewal(files, modified, context, connector, interval));
        return connector;
    }
}
