package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.viewer.http.DescriptorReserve;
import io.framelog.viewer.http.HttpServer;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.SiteGuard;
import io.framelog.viewer.http.SlowRequests;
import io.framelog.viewer.tls.Tls;
import io.framelog.viewer.tls.TlsFiles;
import io.framelog.viewer.tls.UnusableTlsFilesException;
import java.io.UncheckedIOException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Opens the viewer's ports, or says in one line why that is not possible. */
final class Ports {
    private final ViewerOptions options;
    private final SiteGuard guard;
    private final SlowRequests slowRequests;
    private final DescriptorReserve reserve;
    private final @Nullable Tls tls;

    /**
     * Reads the certificate, if there is one.
     *
     * @throws CommandFailure if it cannot be used
     */
    Ports(ViewerOptions options, SiteGuard guard, SlowRequests slowRequests, DescriptorReserve reserve) {
        this.options = options;
        this.guard = guard;
        this.slowRequests = slowRequests;
        this.reserve = reserve;
        tls = options.tls().map(Ports::read).orElse(null);
    }

    private static Tls read(TlsFiles files) {
        try {
            return new Tls(files, Tls.CHECK_INTERVAL);
        } catch (UnusableTlsFilesException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Starts to listen.
     *
     * @throws CommandFailure if that is not possible
     */
    HttpServer open(int port, Routes served) {
        try {
            return new HttpServer(
                    options.host(),
                    port,
                    tls,
                    options.stallLimit(),
                    served,
                    options.crossOrigin(),
                    guard,
                    slowRequests,
                    reserve);
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, whyNotListening(e, port), e);
        }
    }

    private String whyNotListening(Throwable fault, int port) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String reason = String.valueOf(cause.getMessage());
                if (reason.contains("in use")) {
                    return "port " + port + " of " + options.host()
                            + " is already in use; stop the other program, or choose another port with "
                            + (port == options.port() ? "--port" : "--metrics-port");
                }
                return "cannot listen on " + options.host() + ":" + port + ": " + reason + "; see --host and --port";
            }
        }
        return "cannot listen on " + options.host() + ":" + port + ": " + fault.getMessage();
    }
}
