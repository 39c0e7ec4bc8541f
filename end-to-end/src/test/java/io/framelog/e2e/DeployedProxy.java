package io.framelog.e2e;

import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A proxy in front of two viewers, with its configuration in {@code deploy}. Only addresses, names and files are those of
 * the test.
 */
final class DeployedProxy implements AutoCloseable {
    private static final Map<ReverseProxy.Program, String> FILES = Map.of(
            ReverseProxy.Program.NGINX, "nginx/framelog.conf",
            ReverseProxy.Program.CADDY, "caddy/Caddyfile",
            ReverseProxy.Program.HAPROXY, "haproxy/haproxy.cfg");

    private final int port = Ports.unused();
    private final ServiceProcess process;

    /**
     * Starts a proxy, and waits until it listens.
     *
     * @param folder an empty folder for its files
     */
    DeployedProxy(ReverseProxy.Program program, Path folder, int first, int second, TlsFiles tls) throws IOException {
        String text = Files.readString(Markdown.root().resolve("deploy").resolve(FILES.getOrDefault(program, "")))
                .replace("127.0.0.1:8000", "127.0.0.1:" + first)
                .replace("127.0.0.1:8001", "127.0.0.1:" + second);
        Path file = folder.resolve("configuration");
        process = switch (program) {
            case NGINX -> {
                Files.writeString(file, nginx(text, folder, tls));
                yield ServiceProcess.startCommand(program.path(), "-e", "stderr", "-c", file.toString());
            }
            case CADDY -> {
                Files.writeString(file, caddy(text, tls));
                yield ServiceProcess.startCommand(
                        Path.of("/usr/bin/env"),
                        "XDG_CONFIG_HOME=" + folder,
                        "XDG_DATA_HOME=" + folder,
                        program.path().toString(),
                        "run",
                        "--adapter",
                        "caddyfile",
                        "--config",
                        file.toString());
            }
            case HAPROXY -> {
                Files.writeString(file, haproxy(text, folder, tls));
                yield ServiceProcess.startCommand(program.path(), "-db", "-f", file.toString());
            }
        };
        Await.until(() -> program + " listens: " + process.output(), this::isListening);
    }

    /** Debian's nginx is older than the directive {@code http2}; the file says how to write it then. */
    private String nginx(String text, Path folder, TlsFiles tls) {
        StringBuilder settings = new StringBuilder("daemon off; master_process off; pid " + folder + "/pid;\n");
        settings.append("events {}\nhttp {\naccess_log off;\n");
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            settings.append(kind + "_temp_path " + folder + "/" + kind + ";\n");
        }
        return settings
                + text.replace("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl http2;")
                        .replaceFirst("(?m)^    http2 on;\n", "")
                        .replace("cams.example.org", "127.0.0.1")
                        .replace(
                                "/etc/ssl/cams/fullchain.pem", tls.certificate().toString())
                        .replace("/etc/ssl/cams/privkey.pem", tls.key().toString())
                + "}\n";
    }

    private String caddy(String text, TlsFiles tls) {
        String site = "https://127.0.0.1:" + port + " {\n\ttls " + tls.certificate() + " " + tls.key();
        return "{\nadmin off\nauto_https disable_redirects\n}\n"
                + text.replaceFirst("(?m)^cams\\.example\\.org \\{", site);
    }

    private String haproxy(String text, Path folder, TlsFiles tls) throws IOException {
        Path both = Files.writeString(
                folder.resolve("both.pem"), Files.readString(tls.certificate()) + Files.readString(tls.key()));
        return text.replace("bind :443", "bind 127.0.0.1:" + port).replace("/etc/ssl/cams/cams.pem", both.toString());
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The viewers' address behind it. */
    URI viewers() {
        return URI.create("https://127.0.0.1:" + port + "/cams/");
    }

    @Override
    public void close() {
        process.close();
    }
}
