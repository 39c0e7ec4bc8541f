package io.framelog.viewer.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names by which clients may call the viewer. A website can make its own name stand for this machine's address (DNS
 * rebinding); IP addresses cannot be made to stand for something else. Immutable.
 */
public final class KnownHosts {
    private static final String ANY = "*";
    private static final String LOCAL = "localhost";
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.%]+]");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final boolean any;
    private final Set<String> names = new TreeSet<>();

    /**
     * Knows this machine's names, and more.
     *
     * @param more names such as {@code cameras.example.org}; {@code *} for all
     */
    public KnownHosts(Collection<String> more) {
        any = more.contains(ANY);
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        String own = ownName();
        names.add(own);
        names.add(own + ".local"); // as other machines of a local network find it (RFC 6762)
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return LOCAL;
        }
    }

    /**
     * Whether clients may call the viewer by that name.
     *
     * @param host the value of the header {@code Host}: a name or an address, and perhaps a port
     */
    public boolean contains(String host) {
        String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
        return any
                || name.equals(LOCAL)
                || name.endsWith("." + LOCAL)
                || ADDRESS.matcher(name).matches()
                || names.contains(name);
    }
}
