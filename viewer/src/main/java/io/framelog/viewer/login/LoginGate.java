package io.framelog.viewer.login;

import io.framelog.viewer.access.Audit;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.access.Login;
import io.framelog.viewer.access.LoginResult;
import io.framelog.viewer.access.Sessions;
import io.framelog.viewer.access.Share;
import io.framelog.viewer.access.ShareLinks;
import io.framelog.viewer.access.User;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.ClientAddress;
import io.framelog.viewer.http.Gate;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets in who shows a share link, a name and a password, or a session. Tools are asked for a password. Browsers are sent
 * to the login page, because their own password dialog has no way to sign out, and does not come for pictures.
 */
public final class LoginGate implements Gate {
    /** The parameter that has a link's token. */
    private static final String SHARE = "share";

    private static final int SEE_OTHER = 303;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Login login;
    private final Sessions sessions;
    private final ShareLinks links;
    private final ClientAddress addresses;
    private final Audit audit;

    /** Checks requests with these. */
    public LoginGate(Login login, Sessions sessions, ShareLinks links, ClientAddress addresses, Audit audit) {
        this.login = login;
        this.sessions = sessions;
        this.links = links;
        this.addresses = addresses;
        this.audit = audit;
    }

    @Override
    public Identity admit(Context context) {
        boolean byLink = context.queryParam(SHARE) != null;
        Optional<Credentials> credentials = byLink ? Optional.empty() : Credentials.of(context);
        if (credentials.isPresent()) {
            return attempt(context, credentials.get()).identity();
        }
        return present(context)
                .get()
                .orElseThrow(() -> byLink
                        ? wrongLink(context)
                        : challenge(context, "this viewer needs a user's name and password"));
    }

    @Override
    public Optional<BooleanSupplier> lasting(Context context) {
        Optional<Identity> client = Optional.of(Admission.of(context));
        Supplier<Optional<Identity>> present = present(context);
        return Optional.of(() -> present.get().equals(client));
    }

    /** What the client may see by what the request shows, now and later; a password is not checked again. */
    private Supplier<Optional<Identity>> present(Context context) {
        String link = context.queryParam(SHARE);
        if (link != null) {
            return () -> links.find(link).map(Share::identity);
        }
        Optional<Credentials> credentials = Credentials.of(context);
        if (credentials.isPresent()) {
            String name = credentials.get().name();
            Optional<User> before = login.user(name);
            return () -> login.user(name)
                    .filter(user -> before.equals(Optional.of(user))) // also with the same password
                    .map(User::identity);
        }
        Optional<String> session = cookie(context, Cookies.SESSION);
        Optional<String> share = cookie(context, Cookies.SHARE);
        return () -> session.flatMap(sessions::user).map(User::identity).or(() -> share.flatMap(links::find)
                .map(Share::identity));
    }

    /** Refuses a link that is not genuine, or over. */
    ProblemException wrongLink(Context context) {
        audit.refused("a link", addresses.of(context), "it is not genuine, or over");
        return new ProblemException(Problem.forbidden("this link is not valid, or no longer; ask for a new one"));
    }

    private static Optional<String> cookie(Context context, String name) {
        return Optional.ofNullable(context.cookie(name)).filter(value -> !value.isEmpty());
    }

    /**
     * Checks a name and a password.
     *
     * @throws ProblemException if they are wrong, or cannot be checked now
     */
    User attempt(Context context, Credentials credentials) {
        LoginResult result;
        try {
            result = login.attempt(credentials.name(), credentials.password(), addresses.of(context));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = new LoginResult.Busy();
        }
        if (result instanceof LoginResult.Accepted accepted) {
            return accepted.user();
        } else if (result instanceof LoginResult.MustWait wait) {
            throw tooMany(context, wait.left());
        } else if (result instanceof LoginResult.Wrong) {
            throw challenge(context, "the name or the password is wrong");
        }
        throw new ProblemException(Problem.unavailable("too many passwords are being checked"));
    }

    private static ProblemException tooMany(Context context, Duration left) {
        long seconds = left.plusMillis(999).toSeconds(); // rounded up
        context.header("Retry-After", Long.toString(seconds));
        return new ProblemException(Problem.of(
                TOO_MANY_REQUESTS, "Too many wrong passwords", "wait " + seconds + " s before the next try"));
    }

    private static ProblemException challenge(Context context, String detail) {
        boolean browser = isBrowser(context);
        if (browser && isPage(context)) {
            context.header("Location", loginPage(context)).header("Vary", "Accept, Cookie, User-Agent");
            return new ProblemException(Problem.of(SEE_OTHER, "Login required", "see Location"));
        }
        if (!browser) {
            context.header("WWW-Authenticate", "Basic realm=\"Framelog\", charset=\"UTF-8\"");
        }
        return new ProblemException(Problem.of(UNAUTHORIZED, "Login required", detail));
    }

    /** All browsers' names begin so; those of tools do not. */
    static boolean isBrowser(Context context) {
        String agent = context.userAgent();
        return agent != null && agent.startsWith("Mozilla/");
    }

    /** Whether a person went to this address, and no script or picture asks for it. */
    private static boolean isPage(Context context) {
        String accept = context.header("Accept");
        return context.method().equals(HandlerType.GET) && accept != null && accept.contains("text/html");
    }

    /** Relative to the request, as a proxy may have the viewer under a path. */
    private static String loginPage(Context context) {
        String path = context.path();
        String query = context.queryString();
        String wanted = path.substring(1) + (query == null ? "" : "?" + query);
        String back = "../".repeat((int) path.chars().filter(c -> c == '/').count() - 1);
        return back + "login" + (wanted.isEmpty() ? "" : "?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8));
    }
}
