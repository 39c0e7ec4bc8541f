package io.framelog.viewer.login;

import io.framelog.viewer.access.Audit;
import io.framelog.viewer.access.Sessions;
import io.framelog.viewer.access.User;
import io.framelog.viewer.http.ClientAddress;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Page;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Routes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.regex.Pattern;

/** The login page, and signing out. */
public final class LoginFeature implements Feature {
    private static final int SEE_OTHER = 303;
    /** What may follow the viewer's own address. */
    private static final Pattern NEXT = Pattern.compile("[\\x21-\\x7e&&[^\\\\<>\"]]{0,2000}");

    private final LoginGate gate;
    private final Sessions sessions;
    private final ClientAddress addresses;
    private final Audit audit;
    private final Cookies cookies;
    private final Page page;

    /** @param page has the login page */
    public LoginFeature(LoginGate gate, Sessions sessions, ClientAddress addresses, Audit audit, Page page) {
        this.gate = gate;
        this.sessions = sessions;
        this.addresses = addresses;
        this.audit = audit;
        this.cookies = new Cookies(addresses);
        this.page = page;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.open(HandlerType.GET, "/login", page::login);
        routes.open(HandlerType.POST, "/login", this::login);
        routes.open(HandlerType.POST, "/logout", this::logout);
    }

    private void login(Context context) {
        User user;
        try {
            user = gate.attempt(context, new Credentials(form(context, "name"), form(context, "password")));
        } catch (ProblemException e) {
            refuse(context, e.problem());
            return;
        }
        cookies.set(context, Cookies.SESSION, sessions.issue(user), Sessions.LIFETIME);
        goTo(context, form(context, "next"));
    }

    /** The page tells the reason by the status, so it needs no script. */
    private void refuse(Context context, Problem problem) {
        context.status(problem.status()).header("Cache-Control", "no-store");
        page.loginRefused(context, problem.detail());
    }

    private void logout(Context context) {
        Optional.ofNullable(context.cookie(Cookies.SESSION))
                .flatMap(sessions::user)
                .ifPresent(user -> audit.logout(user.name(), addresses.of(context)));
        cookies.clear(context, Cookies.SESSION);
        cookies.clear(context, Cookies.SHARE);
        goTo(context, "login");
    }

    private static String form(Context context, String name) {
        return Optional.ofNullable(context.formParam(name)).orElse("");
    }

    /** Only addresses of this viewer: behind {@code ./}, nothing names another host. */
    private static void goTo(Context context, String next) {
        context.status(SEE_OTHER)
                .header("Cache-Control", "no-store")
                .header("Location", "./" + (NEXT.matcher(next).matches() ? next : ""));
    }
}
