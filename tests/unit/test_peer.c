#include "cmocka_setup.h"

#include <arpa/inet.h>
#include <string.h>

#include "net/peer.h"

enum { SECOND = 1000000 };

static unsigned wait_s;

static unsigned count_tokens(const struct peers *peers, struct peer *peer, enum rate_class rate,
                             int64_t now) {
    unsigned count = 0;
    while (count < 100000 && peer_take_token(peers, peer, rate, now, &wait_s))
        count++;
    return count;
}

static void an_address_has_a_burst_and_then_a_steady_rate(void **state) {
    struct peers *peers = peers_create(true);
    struct peer *peer = peer_get(peers, "203.0.113.7");
    assert_int_equal(count_tokens(peers, peer, RATE_LOGIN, SECOND), 10);
    assert_int_equal(wait_s, 7); /* 10 a minute: one each 6 s */
    assert_int_equal(count_tokens(peers, peer, RATE_LOGIN, 13 * SECOND + 1000), 2);
    assert_int_equal(count_tokens(peers, peer_get(peers, "203.0.113.8"), RATE_LOGIN, SECOND), 10);
    peers_destroy(peers);
}

static void this_computer_is_only_limited_where_passwords_could_be_guessed(void **state) {
    struct peers *peers = peers_create(true);
    struct peer *peer = peer_get(peers, "127.0.0.1");
    assert_int_equal(count_tokens(peers, peer, RATE_NORMAL, SECOND), 100000);
    assert_int_equal(count_tokens(peers, peer, RATE_LOGIN, SECOND), 10);
    peers_destroy(peers);
    peers = peers_create(false);
    assert_int_equal(count_tokens(peers, peer_get(peers, "127.0.0.1"), RATE_LOGIN, SECOND), 100000);
    assert_int_equal(count_tokens(peers, peer_get(peers, "203.0.113.7"), RATE_LOGIN, SECOND), 10);
    peers_destroy(peers);
}

static void one_subscribers_network_of_ipv6_counts_as_one(void **state) {
    struct peers *peers = peers_create(true);
    assert_ptr_equal(peer_get(peers, "2001:db8::1"), peer_get(peers, "2001:db8::ffff:2"));
    assert_ptr_not_equal(peer_get(peers, "2001:db8::1"), peer_get(peers, "2001:db8:0:1::1"));
    assert_string_equal(peer_address(peer_get(peers, "::1")), "::1");
    peers_destroy(peers);
}

static void ipv4_within_ipv6_is_shown_as_ipv4(void **state) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6};
    char text[ADDRESS_TEXT_SIZE];
    inet_pton(AF_INET6, "::ffff:203.0.113.7", &address.sin6_addr);
    peer_format((struct sockaddr *)&address, text);
    assert_string_equal(text, "203.0.113.7");
}

static void the_sweep_keeps_those_that_are_connected_or_in_debt(void **state) {
    struct peers *peers = peers_create(true);
    peer_connect(peer_get(peers, "203.0.113.1"));
    assert_int_equal(count_tokens(peers, peer_get(peers, "203.0.113.2"), RATE_LOGIN, SECOND), 10);
    peers_sweep(peers, SECOND);
    assert_int_equal(peer_connections(peer_get(peers, "203.0.113.1")), 1);
    assert_int_equal(count_tokens(peers, peer_get(peers, "203.0.113.2"), RATE_LOGIN, SECOND), 0);
    peers_sweep(peers, 3600LL * SECOND);
    assert_int_equal(count_tokens(peers, peer_get(peers, "203.0.113.2"), RATE_LOGIN, 3600LL * SECOND), 10);
    peers_destroy(peers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_has_a_burst_and_then_a_steady_rate),
        cmocka_unit_test(this_computer_is_only_limited_where_passwords_could_be_guessed),
        cmocka_unit_test(one_subscribers_network_of_ipv6_counts_as_one),
        cmocka_unit_test(ipv4_within_ipv6_is_shown_as_ipv4),
        cmocka_unit_test(the_sweep_keeps_those_that_are_connected_or_in_debt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
