package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.viewer.access.AddressRange;
import io.framelog.viewer.access.UnusableUsersFileException;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.Page;
import io.framelog.viewer.login.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may see what.
 *
 * @param users empty if everybody may see everything
 * @param trustedProxies whose headers are believed
 * @param allowedHosts the names that clients may call the viewer by
 * @param insecure whether to stay silent if other machines can reach the viewer without users or TLS
 * @param metricsPort 1 to 65535, or 0 if the metrics have no port of their own
 * @param maxViewersPerAddress 0 for no limit
 */
record AccessSettings(
        Optional<Users> users,
        List<AddressRange> trustedProxies,
        List<String> allowedHosts,
        boolean insecure,
        int metricsPort,
        int maxViewersPerAddress) {
    /** Everybody may see everything, and only this machine's names are known. */
    static final AccessSettings NONE = new AccessSettings(Optional.empty(), List.of(), List.of(), false, 0, 0);

    /**
     * Decides by these settings who may see what.
     *
     * @throws CommandFailure if the file of users cannot be used
     */
    Access access(CrossOrigin crossOrigin, Page page, MomentParameters moments) {
        try {
            return users.map(known -> Access.ofUsers(
                            known.file(), known.key(), trustedProxies, allowedHosts, crossOrigin, page, moments))
                    .orElseGet(() -> Access.open(trustedProxies, allowedHosts, crossOrigin));
        } catch (UnusableUsersFileException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The users.
     *
     * @param file has their passwords and roles
     * @param key signs sessions and links
     */
    record Users(Path file, Path key) {}
}
