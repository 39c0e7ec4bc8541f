package io.framelog.viewer;

import io.framelog.cli.OptionRange;
import io.framelog.cli.UsageFailure;
import io.framelog.viewer.access.AddressRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code viewer} that say who may see what. */
final class AccessOptions {
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Only the users in this file may see anything; see 'viewer users'. Reloaded when the file"
                    + " changes. Default: everybody may see everything.")
    private @Nullable Path users;

    @Option(
            names = "--session-key",
            paramLabel = "FILE",
            description =
                    "The key that signs sessions and links; made if the file does not exist. Viewers with the same"
                            + " key accept each other's. Default: the file of --users with '.key' at the end of its name.")
    private @Nullable Path sessionKey;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            split = ",",
            splitSynopsisLabel = ",",
            description = "A proxy whose headers X-Remote-User, X-Forwarded-For and X-Forwarded-Proto are believed: an"
                    + " address or a range such as 10.0.0.0/8. Can be repeated, or separated by commas. Default: none.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            split = ",",
            splitSynopsisLabel = ",",
            description =
                    "A name that clients may call the viewer by, besides localhost, IP addresses and this machine's"
                            + " name; * for all. With --users, all names are allowed, except for users whom a trusted proxy"
                            + " names. Can be repeated, or separated by commas."
                            + " Default: none.")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--insecure",
            fallbackValue = "true",
            description = "Do not warn if other machines can reach the viewer without users or TLS.")
    private boolean insecure;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Serve /metrics on this port, without a login, and not on --port. 0: on --port. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int metricsPort;

    @Option(
            names = "--max-viewers-per-address",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "How many connections of one address may show streams or events at the same time; 0: no limit."
                            + " Behind a proxy, see --trusted-proxy. Default: ${DEFAULT-VALUE}.")
    private int maxViewersPerAddress;

    /**
     * The settings.
     *
     * @param host the address that the viewer listens on
     * @throws UsageFailure if an option is wrong
     */
    AccessSettings settings(String host) {
        OptionRange.requireBetween("--metrics-port", metricsPort, 0, MAX_PORT);
        OptionRange.requireAtLeast("--max-viewers-per-address", maxViewersPerAddress, 0);
        if (sessionKey != null && users == null) {
            throw new UsageFailure("--session-key needs --users");
        }
        List<String> names = new ArrayList<>(allowedHosts);
        names.add(host);
        return new AccessSettings(
                Optional.ofNullable(users).map(file -> new AccessSettings.Users(file, keyOf(file))),
                trustedProxies.stream().map(AccessOptions::range).toList(),
                names,
                insecure,
                metricsPort,
                maxViewersPerAddress);
    }

    private Path keyOf(Path file) {
        return sessionKey == null ? file.resolveSibling(file.getFileName() + ".key") : sessionKey;
    }

    private static AddressRange range(String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageFailure("--trusted-proxy " + e.getMessage(), e);
        }
    }
}
