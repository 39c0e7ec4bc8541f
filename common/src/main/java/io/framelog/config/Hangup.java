package io.framelog.config;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the signal SIGHUP, by which a service is asked to read its settings again. Java has no API for signals but
 * that of its module {@code jdk.unsupported}, which the compiler always warns of; so it is called by its name.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** Calls an action at each signal, on a thread of the signal's own. Without effect where there is no SIGHUP. */
    static void call(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calling = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, calling);
        } catch (ReflectiveOperationException e) {
            LOG.debug("this system has no SIGHUP", e);
        }
    }
}
