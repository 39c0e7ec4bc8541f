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
 * Takes a renewed certificate without a restart: new connections get it, present ones keep theirs. Looks at the files' times on
 * Jetty's threads, one look at a time. Where new files cannot be used the present certificate stays, and every look tries again.
 */
final class Renewal extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final TlsFiles files;
    private final SslContextFactory.Server context;
    private final Connector connector;
    private final Duration lookAfter;
    private List<FileTime> used;
    private String complaint = "";
    private volatile Scheduler.@Nullable Task next;

    /** @param used the times of the files that the context has now */
    Renewal(
            TlsFiles files,
            List<FileTime> used,
            SslContextFactory.Server context,
            Connector connector,
            Duration lookAfter) {
        this.files = files;
        this.used = used;
        this.context = context;
        this.connector = connector;
        this.lookAfter = lookAfter;
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void lookLater() {
        // Reading may take its time, and the scheduler's one thread has other things to do.
        next = connector.getScheduler().schedule(() -> connector.getExecutor().execute(this::look), lookAfter);
    }

    private void look() {
        try {
            // Before the reading: what is written meanwhile is seen by the next look.
            List<FileTime> present = files.modified();
            if (!present.equals(used)) {
                use(files.load());
                used = present;
                complaint = "";
            }
        } catch (UnusableTlsFilesException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (Exception e) { // Jetty's reload() declares it
            complain(e.toString());
        } finally {
            if (isRunning()) {
                lookLater();
            }
        }
    }

    /** Tried apart first: a context that cannot be reloaded has no certificate at all any more. */
    private void use(KeyStore store) throws Exception {
        SslContextFactory.Server trial = new SslContextFactory.Server();
        trial.setKeyStorePassword("");
        trial.setKeyStore(store);
        trial.start();
        trial.stop();
        context.reload(changed -> changed.setKeyStore(store));
        LOG.info("the renewed certificate {} is used from now on", files.certificate());
    }

    private void complain(String message) {
        if (!message.equals(complaint)) {
            complaint = message;
            LOG.warn("the present certificate stays in use: {}", message);
        }
    }
}
