package io.framelog.viewer.login;

import io.framelog.cli.DurationText;
import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Audit;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.access.Share;
import io.framelog.viewer.access.ShareLinks;
import io.framelog.viewer.access.TimeRange;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.ClientAddress;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Routes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Links that show one stream, or a range of its past, to everybody who has them, until they end. */
public final class ShareFeature implements Feature {
    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(7);
    private static final Duration MAX_LIFETIME = Duration.ofDays(365);
    private static final int SEE_OTHER = 303;
    private static final int CREATED = 201;

    private final LoginGate gate;
    private final ShareLinks links;
    private final MomentParameters moments;
    private final ClientAddress addresses;
    private final Audit audit;
    private final Cookies cookies;
    private final Clock clock;

    /** Issues and opens links. */
    public ShareFeature(
            LoginGate gate,
            ShareLinks links,
            MomentParameters moments,
            ClientAddress addresses,
            Audit audit,
            Clock clock) {
        this.gate = gate;
        this.audit = audit;
        this.links = links;
        this.moments = moments;
        this.addresses = addresses;
        this.cookies = new Cookies(addresses);
        this.clock = clock;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.stream(HandlerType.POST, "/share", this::issue);
        routes.open(HandlerType.GET, "/share", this::open);
    }

    private void issue(Context context, StreamName stream) {
        Identity client = Admission.of(context);
        Share share = new Share(stream, range(context, stream), clock.instant().plus(lifetime(context)), client.name());
        String token = links.issue(share);
        if (links.find(token).isEmpty()) {
            throw new ProblemException(
                    Problem.forbidden("only a user of the viewer's own file can share, not '" + client.name() + "'"));
        }
        audit.linkMade(share, addresses.of(context));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("link", "share?link=" + token);
        body.put("until", share.until().toString());
        context.status(CREATED)
                .header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(JsonText.write(body));
    }

    private Optional<TimeRange> range(Context context, StreamName stream) {
        Optional<Instant> from = instant(context, "from", stream);
        Optional<Instant> to = instant(context, "to", stream);
        if (from.isPresent() != to.isPresent()) {
            throw new ProblemException(Problem.badRequest("from= and to= must be given together"));
        }
        try {
            return from.flatMap(first -> to.map(last -> new TimeRange(first, last)));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private Optional<Instant> instant(Context context, String parameter, StreamName stream) {
        return moments.moment(context, parameter, stream).map(moment -> {
            if (moment instanceof Moment.At at) {
                return at.instant();
            } else if (moment instanceof Moment.Latest) {
                return moments.now(stream);
            }
            throw new ProblemException(Problem.badRequest(parameter + "= must be a time, not a position"));
        });
    }

    private static Duration lifetime(Context context) {
        String text = context.queryParam("for");
        if (text == null) {
            return DEFAULT_LIFETIME;
        }
        Duration lifetime = DurationText.parse(text)
                .orElseThrow(() ->
                        new ProblemException(Problem.badRequest("for= must be a duration such as 7d, not " + text)));
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new ProblemException(Problem.badRequest("for= must be between 1s and 365d, not " + text));
        }
        return lifetime;
    }

    /** A browser keeps the link as a cookie, so that the page's pictures work. */
    private void open(Context context) {
        String token = Optional.ofNullable(context.queryParam("link")).orElse("");
        Share share = links.find(token).orElseThrow(() -> gate.wrongLink(context));
        audit.linkOpened(share, addresses.of(context));
        String address = StreamAddress.of(share.stream()).substring(1);
        String target = share.range()
                .map(range -> address + ".mp4?share=" + token + "&from=" + range.from() + "&to=" + range.to())
                .orElse("./#/" + StreamAddress.encode(share.stream().value()));
        if (share.range().isEmpty()) {
            cookies.set(context, Cookies.SHARE, token, Duration.between(clock.instant(), share.until()));
        }
        context.status(SEE_OTHER).header("Cache-Control", "no-store").header("Location", target);
    }
}
