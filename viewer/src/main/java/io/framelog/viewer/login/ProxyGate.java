package io.framelog.viewer.login;

import io.framelog.viewer.access.Audit;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.Users;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.ClientAddress;
import io.framelog.viewer.http.Gate;
import io.framelog.viewer.http.KnownHosts;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.RequestedHost;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets in whom a trusted proxy has let in, as single sign-on does: the proxy names the user in a header. A script could
 * send the header, too, from a website whose name stands for a trusted machine's own address (DNS rebinding); so the
 * header counts only for known names.
 */
public final class ProxyGate implements Gate {
    private static final String HEADER = "X-Remote-User";

    private final ClientAddress addresses;
    private final KnownHosts hosts;
    private final Optional<Supplier<Users>> users;
    private final Gate others;
    private final Audit audit;

    /**
     * Asks the header before another gate.
     *
     * @param hosts the names that the proxy calls the viewer by
     * @param users what the users may see; empty if each user whom the proxy names may see everything
     * @param others for requests without the header
     */
    public ProxyGate(
            ClientAddress addresses, KnownHosts hosts, Optional<Supplier<Users>> users, Gate others, Audit audit) {
        this.addresses = addresses;
        this.hosts = hosts;
        this.users = users;
        this.others = others;
        this.audit = audit;
    }

    @Override
    public Identity admit(Context context) {
        Optional<String> name = name(context);
        return name.isEmpty()
                ? others.admit(context)
                : find(name.get()).orElseThrow(() -> unknown(context, name.get()));
    }

    @Override
    public Optional<BooleanSupplier> lasting(Context context) {
        Optional<String> name = name(context);
        if (name.isEmpty()) {
            return others.lasting(context);
        }
        Optional<Identity> client = Optional.of(Admission.of(context));
        return Optional.of(() -> find(name.get()).equals(client));
    }

    private Optional<String> name(Context context) {
        if (!addresses.isFromProxy(context)) {
            return Optional.empty();
        }
        List<String> names = Collections.list(context.req().getHeaders(HEADER)).stream()
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        if (names.size() > 1) { // the client's own beside the proxy's
            throw refusal(context, "the proxy sent " + HEADER + " twice: it must overwrite what clients send");
        }
        String host = RequestedHost.of(context);
        if (host != null && !hosts.contains(host)) {
            throw refusal(
                    context,
                    HEADER + " does not count for the name of '" + host
                            + "': start the viewer with --allowed-host to allow that name");
        }
        return Optional.of(names.get(0));
    }

    private ProblemException refusal(Context context, String why) {
        audit.refused(context.method().name() + " " + context.path(), addresses.of(context), why);
        return new ProblemException(Problem.forbidden(why));
    }

    private Optional<Identity> find(String name) {
        return users.isEmpty()
                ? Optional.of(new Identity(name, Role.VIEW, Optional.empty(), Optional.empty()))
                : users.get().get().find(name).map(User::identity);
    }

    private ProblemException unknown(Context context, String name) {
        audit.refused("the user '" + name + "' of a proxy", addresses.of(context), "there is no such user");
        return new ProblemException(
                Problem.forbidden("the user '" + name + "' may not see this viewer: 'viewer users add' adds one"));
    }
}
