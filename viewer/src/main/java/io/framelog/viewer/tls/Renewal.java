package io.framelog.viewer.tls;

import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads a certificate when its files change, without a restart: new connections use it, existing ones keep theirs.
 * Checks the files' times on Jetty's threads, one check at a time. If new files are unusable, the current certificate
 * stays in use and each check tries again.
 */
final class Renewal extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final TlsFiles files;
    private final SslContextFactory.Server context;
    private final Connector connector;
    private final Duration interval;
    private List<FileTime> used;
    private String lastWarning = "";
    private volatile Scheduler.@Nullable Task next;

    /** @param used the modification times of the files that the context uses now */
    Renewal(
            TlsFiles files,
            List<FileTime> used,
            SslContextFactory.Server context,
            Connector connector,
            Duration interval) {
        this.files = files;
        this.used = used;
        this.context = context;
        this.connector = connector;
        this.interval = interval;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void schedule() {
        // Not on the scheduler's only thread: reading files may take long.
        next = connector.getScheduler().schedule(() -> connector.getExecutor().execute(this::check), interval);
    }

    private void check() {
        try {
            // Before reading: the next check notices what is written meanwhile.
            List<FileTime> present = files.modified();
            if (!present.equals(used)) {
                use(files.load());
                used = present;
                lastWarning = "";
            }
        } catch (UnusableTlsFilesException e) {
            warn(String.valueOf(e.getMessage()));
        } catch (Exception e) { // declared by Jetty's reload()
            warn(e.toString());
        } finally {
            if (isRunning()) {
                schedule();
            }
        }
    }

    /** Tries the certificate separately first: a context that fails to reload has no certificate at all. */
    private void use(KeyStore store) throws Exception {
        SslContextFactory.Server trial = new SslContextFactory.Server();
        trial.setKeyStorePassword("");
        trial.setKeyStore(store);
        trial.start();
        trial.stop();
        context.reload(changed -> changed.setKeyStore(store));
        LOG.info("reloaded the certificate {}", files.certificate());
    }

    private void warn(String message) {
        if (!message.equals(lastWarning)) {
            lastWarning = message;
            LOG.warn("the current certificate stays in use: {}", message);
        }
    }
}
