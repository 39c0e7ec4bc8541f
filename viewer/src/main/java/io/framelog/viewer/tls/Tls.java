package io.framelog.viewer.tls;

import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpVersion;
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

    /** A connector for HTTP/1.1 over TLS with one accepting and one selecting thread. */
    public ServerConnector connector(Server server, HttpConfiguration http) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        context.addExcludeCipherSuites(".*_CBC_.*"); // TLS 1.2 has better ones, which every browser since 2015 knows
        context.setRenegotiationAllowed(false);
        context.setKeyStorePassword("");
        context.setKeyStore(store);
        // No check of the host name (SNI): the client decides whether the certificate matches.
        http.addCustomizer(new SecureRequestCustomizer(false, false, HSTS.toSeconds(), false));
        SslConnectionFactory factory = new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString());
        ServerConnector connector = new ServerConnector(server, 1, 1, factory, new HttpConnectionFactory(http));
        connector.addBean(new Renewal(files, modified, context, connector, interval));
        return connector;
    }
}
