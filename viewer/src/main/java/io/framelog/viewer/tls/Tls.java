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

/** TLS 1.2 and 1.3 for a server's connector, with a certificate that may be renewed while it runs. */
public final class Tls {
    /** How often it is seen whether the files are new ones: certbot renews weeks before a certificate ends. */
    public static final Duration LOOK_AFTER = Duration.ofMinutes(1);

    private final TlsFiles files;
    private final List<FileTime> modified;
    private final KeyStore store;
    private final Duration lookAfter;

    /**
     * Reads the files.
     *
     * @param lookAfter how often it is seen whether the files have changed
     * @throws UnusableTlsFilesException if they cannot be used
     */
    public Tls(TlsFiles files, Duration lookAfter) throws UnusableTlsFilesException {
        this.files = files;
        this.lookAfter = lookAfter;
        modified = files.modified(); // before the reading: what is written meanwhile is new
        store = files.load();
    }

    /** A connector for HTTP/1.1 within TLS, one accepting and one selecting thread. */
    public ServerConnector connector(Server server, HttpConfiguration http) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        context.setRenegotiationAllowed(false);
        context.setKeyStorePassword("");
        context.setKeyStore(store);
        // Under whatever name or address a client came: whether the certificate fits it is the client's business.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslConnectionFactory factory = new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString());
        ServerConnector connector = new ServerConnector(server, 1, 1, factory, new HttpConnectionFactory(http));
        connector.addBean(new Renewal(files, modified, context, connector, lookAfter));
        return connector;
    }
}
