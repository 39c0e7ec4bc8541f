package io.framelog.viewer.login;

import io.framelog.viewer.access.AddressRange;
import io.framelog.viewer.access.Audit;
import io.framelog.viewer.access.CurrentUsers;
import io.framelog.viewer.access.Login;
import io.framelog.viewer.access.LoginThrottle;
import io.framelog.viewer.access.PasswordCheck;
import io.framelog.viewer.access.SessionKeyFile;
import io.framelog.viewer.access.Sessions;
import io.framelog.viewer.access.ShareLinks;
import io.framelog.viewer.access.Signer;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.ClientAddress;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Gate;
import io.framelog.viewer.http.KnownHosts;
import io.framelog.viewer.http.Page;
import io.framelog.viewer.http.SiteGuard;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who may see what.
 *
 * @param gate decides who makes a request
 * @param guard keeps other websites out
 * @param addresses finds out where clients are
 * @param features what users need: logging in, and sharing
 */
public record Access(Gate gate, SiteGuard guard, ClientAddress addresses, List<Feature> features) {
    /**
     * Everybody may see everything.
     *
     * @param proxies whose word is taken for the name of a user
     * @param names that clients may call the viewer by, besides those of this machine
     */
    public static Access open(List<AddressRange> proxies, Collection<String> names, CrossOrigin crossOrigin) {
        ClientAddress addresses = new ClientAddress(proxies);
        KnownHosts hosts = new KnownHosts(names);
        Audit audit = new Audit();
        return new Access(
                new ProxyGate(addresses, hosts, Optional.empty(), Gate.OPEN, audit),
                new SiteGuard(Optional.of(hosts), crossOrigin, addresses, audit),
                addresses,
                List.of());
    }

    /**
     * Users may see what a file says.
     *
     * @param file has the users
     * @param key signs sessions and links; made if it does not exist
     * @param proxies whose word is taken for the name of a user
     * @param names that clients may call the viewer by when a proxy names the user, besides those of this machine
     * @param page has the login page
     * @throws io.framelog.viewer.access.UnusableUsersFileException if a file cannot be used
     */
    public static Access ofUsers(
            Path file,
            Path key,
            List<AddressRange> proxies,
            Collection<String> names,
            CrossOrigin crossOrigin,
            Page page,
            MomentParameters moments) {
        ClientAddress addresses = new ClientAddress(proxies);
        Audit audit = new Audit();
        CurrentUsers users = new CurrentUsers(new UsersFile(file), System::nanoTime);
        Signer signer = new Signer(new SessionKeyFile(key).load());
        Sessions sessions = new Sessions(signer, users, Clock.systemUTC());
        ShareLinks links = new ShareLinks(signer, users, Clock.systemUTC());
        Login login = new Login(users, new PasswordCheck(), new LoginThrottle(System::nanoTime), audit);
        LoginGate gate = new LoginGate(login, sessions, links, addresses, audit);
        return new Access(
                new ProxyGate(addresses, new KnownHosts(names), Optional.of(users), gate, audit),
                new SiteGuard(Optional.empty(), crossOrigin, addresses, audit),
                addresses,
                List.of(
                        new LoginFeature(gate, sessions, addresses, audit, page),
                        new ShareFeature(gate, links, moments, addresses, audit, Clock.systemUTC())));
    }
}
