package io.framelog.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A proxy in front of a viewer, which it has under {@code /cams/}. Its configuration is the one that {@code
 * docs/http.md} shows, with compression, with room for long cookies where the proxy has little, with a short
 * timeout, and with another port for HTTPS.
 */
final class ReverseProxy implements AutoCloseable {
    /** After this time without a byte from the viewer, the proxy ends a connection. */
    static final int TIMEOUT_SECONDS = 23;

    /** The programs that the document names. */
    enum Program {
        NGINX("/usr/sbin/nginx"),
        CADDY("/usr/bin/caddy"),
        HAPROXY("/usr/sbin/haproxy");

        private final Path path;

        Program(String path) {
            this.path = Path.of(path);
        }

        Path path() {
            return path;
        }

        boolean isInstalled() {
            return Files.isExecutable(path);
        }

        /**
         * Without this program, skips the calling test, or fails it if {@code FRAMELOG_TEST_PROXIES=required}.
         */
        void assumeInstalled() {
            if (!isInstalled() && "required".equals(System.getenv("FRAMELOG_TEST_PROXIES"))) {
                throw new AssertionError("FRAMELOG_TEST_PROXIES=required, but " + path + " is not installed");
            }
            assumeTrue(isInstalled(), "skipped: " + path + " is not installed");
        }

        private String documented() throws IOException {
            String language = name().toLowerCase(Locale.ROOT);
            return Markdown.read("docs/http.md").blocks().stream()
                    .filter(block -> block.language().equals(language))
                    .findFirst()
                    .orElseThrow()
                    .text();
        }
    }

    private final int port = Ports.unused();
    private final int tlsPort = Ports.unused();
    private final TlsFiles tls;
    private final ServiceProcess process;

    /**
     * Starts a proxy, and waits until it listens.
     *
     * @param folder an empty folder for its files
     * @param viewer the viewer's port
     * @param tls its certificate
     */
    ReverseProxy(Program program, Path folder, int viewer, TlsFiles tls) throws IOException {
        this.tls = tls;
        String documented = program.documented().replace("127.0.0.1:8000", "127.0.0.1:" + viewer);
        Path file = folder.resolve("configuration");
        process = switch (program) {
            case NGINX -> {
                Files.writeString(file, nginx(documented, folder));
                yield ServiceProcess.startCommand(program.path, "-e", "stderr", "-c", file.toString());
            }
            case CADDY -> {
                Files.writeString(file, caddy(documented));
                yield ServiceProcess.startCommand(
                        Path.of("/usr/bin/env"),
                        "XDG_CONFIG_HOME=" + folder,
                        "XDG_DATA_HOME=" + folder,
                        program.path.toString(),
                        "run",
                        "--adapter",
                        "caddyfile",
                        "--config",
                        file.toString());
            }
            case HAPROXY -> {
                Files.writeString(file, haproxy(documented, folder));
                yield ServiceProcess.startCommand(program.path, "-db", "-f", file.toString());
            }
        };
        Await.until(() -> program + " listens: " + process.output(), this::isListening);
    }

    /** One process, which has its files in the folder. */
    private String nginx(String documented, Path folder) {
        StringBuilder settings = new StringBuilder("daemon off; master_process off; pid " + folder + "/pid;\n");
        settings.append("events {}\nhttp {\naccess_log off;\n");
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            settings.append(kind + "_temp_path " + folder + "/" + kind + ";\n");
        }
        settings.append("gzip on; gzip_types *; large_client_header_buffers 4 64k;\n");
        settings.append("proxy_read_timeout " + TIMEOUT_SECONDS + "s;\n");
        String listen =
                "listen 127.0.0.1:%d; listen 127.0.0.1:%d ssl http2; ssl_certificate %s; ssl_certificate_key %s;"
                        .formatted(port, tlsPort, tls.certificate(), tls.key());
        return settings + documented.replace("listen 80;", listen) + "}\n";
    }

    private String caddy(String documented) {
        String site = documented.replaceFirst(
                "(reverse_proxy .*)", "$1 {\ntransport http {\nread_timeout " + TIMEOUT_SECONDS + "s\n}\n}");
        String encrypted = "https://127.0.0.1:%d {\ntls %s %s".formatted(tlsPort, tls.certificate(), tls.key());
        return "{\nadmin off\nauto_https disable_redirects\n}\n"
                + site.replace(":80 {", "http://127.0.0.1:" + port + " {")
                + site.replace(":80 {", encrypted);
    }

    private String haproxy(String documented, Path folder) throws IOException {
        Path both = Files.writeString(
                folder.resolve("both.pem"), Files.readString(tls.certificate()) + Files.readString(tls.key()));
        String encrypted = "bind 127.0.0.1:" + tlsPort + " ssl crt " + both + " alpn h2,http/1.1";
        return "global\n    tune.bufsize 65536\n"
                + documented
                        .replace(
                                "mode http",
                                "mode http\n    compression algo gzip\n    compression type"
                                        + " text/html text/css text/javascript application/json text/event-stream"
                                        + " multipart/x-mixed-replace")
                        .replace("bind :80", "bind 127.0.0.1:" + port + "\n    " + encrypted)
                        .replaceFirst("timeout server \\S+", "timeout server " + TIMEOUT_SECONDS + "s");
    }

    private boolean isListening() {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket encrypted = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
            return plain.isConnected() && encrypted.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The viewer's address behind it. */
    URI viewer() {
        return URI.create("http://127.0.0.1:" + port + "/cams/");
    }

    /** The same with HTTPS. */
    URI encryptedViewer() {
        return URI.create("https://127.0.0.1:" + tlsPort + "/cams/");
    }

    @Override
    public void close() {
        process.close();
    }
}
