package io.framelog.viewer.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.events.EventKinds;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.StreamNames;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the parameters of requests for pages. Thread-safe. */
final class ReviewParameters {
    private static final String BEFORE = "the 'next' of another answer, or " + Moment.TIMES;
    private static final String STREAMS = "streams";

    private final MomentParameters moments;
    private final StreamNames names;

    ReviewParameters(MomentParameters moments, StreamNames names) {
        this.moments = moments;
        this.names = names;
    }

    /** The request for a page of one stream. */
    PageQuery ofStream(Context context, StreamName stream) {
        if (context.queryParam(STREAMS) != null) {
            throw wrong(STREAMS, "is only for /events.json: this address has the events of one stream");
        }
        return query(context, stream::equals);
    }

    /** The request for a page of all streams that the client may see, or of those that it names. */
    PageQuery ofStreams(Context context) {
        Identity client = Admission.of(context);
        Set<StreamName> wanted = streams(context, client);
        return query(context, stream -> client.sees(stream) && (wanted.isEmpty() || wanted.contains(stream)));
    }

    private PageQuery query(Context context, Predicate<StreamName> streams) {
        return new PageQuery(
                place(context),
                new PageFilter(
                        streams,
                        EventKinds.of(context),
                        zones(context),
                        moments.time(context, "from", Moment.TIMES).flatMap(ReviewParameters::oldest),
                        Admission.of(context).range()),
                limit(context),
                pictures(context));
    }

    private PagePlace place(Context context) {
        String text = context.queryParam("before");
        try {
            Optional<PagePlace> place = Optional.ofNullable(text).flatMap(PagePlace::parse);
            if (place.isPresent()) {
                return place.get();
            }
        } catch (IllegalArgumentException e) {
            throw wrong("before", text + ": must be " + BEFORE);
        }
        Moment moment = moments.time(context, "before", BEFORE).orElseGet(Latest::new);
        if (moment instanceof At time) {
            return PagePlace.of(time);
        }
        return moment instanceof Earliest ? PagePlace.BEGIN : PagePlace.END;
    }

    private static Optional<Instant> oldest(Moment from) {
        if (from instanceof At time) {
            return Optional.of(time.instant());
        }
        return from instanceof Earliest ? Optional.empty() : Optional.of(Instant.now());
    }

    private static Set<String> zones(Context context) {
        List<String> zones = context.queryParams("zone");
        if (zones.contains("")) {
            throw wrong("zone", "must be the name of a zone, such as door");
        }
        return Set.copyOf(zones);
    }

    private static int limit(Context context) {
        String text = context.queryParam("limit");
        if (text == null) {
            return PageQuery.DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= PageQuery.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw wrong("limit", text + ": must be a number from 1 to " + PageQuery.MAX_LIMIT);
    }

    private static boolean pictures(Context context) {
        String text = context.queryParam("pictures");
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw wrong("pictures", text + ": must be true or false");
        }
        return !"false".equals(text);
    }

    /** The streams that a request names, whether they exist or not; empty if it names none. */
    private Set<StreamName> streams(Context context, Identity client) {
        Set<StreamName> streams = new HashSet<>();
        for (String segment : segments(context.queryString())) {
            List<StreamName> possible = StreamAddress.names(segment);
            if (possible.isEmpty()) {
                throw wrong(
                        STREAMS,
                        segment + ": must be names of streams, such as front,yard; a comma in a name is written %2C");
            }
            streams.addAll(names.find(segment, client).map(List::of).orElse(possible));
        }
        return streams;
    }

    /** Splits before it decodes, so that a comma that is encoded belongs to a name. */
    private static List<String> segments(String query) {
        return Arrays.stream(query == null ? new String[0] : query.split("&"))
                .filter(parameter -> parameter.startsWith(STREAMS + "="))
                .flatMap(parameter ->
                        Arrays.stream(parameter.substring(STREAMS.length() + 1).split(",", -1)))
                .map(segment -> URLDecoder.decode(segment, UTF_8))
                .toList();
    }

    private static ProblemException wrong(String parameter, String why) {
        return new ProblemException(Problem.badRequest(parameter + "=" + why));
    }
}
