/* What a function answers when something outside its control goes wrong.
 *
 * A bug is an assert and a failed small allocation aborts; this enum is for expected failures only. The
 * sentence that explains one to a person lives in the request's error slot (net/http.h), with its values.
 * net/http.c holds the one mapping from here to an HTTP status.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
    ERR_OK = 0,
    ERR_INVALID,     /* 400: the input breaks a rule that its sender can mend */
    ERR_DENIED,      /* 401 without an identity, 403 with one */
    ERR_NOT_FOUND,   /* 404 */
    ERR_CONFLICT,    /* 409: the state of the thing does not allow it (any more) */
    ERR_TOO_LARGE,   /* 413 */
    ERR_UNSUPPORTED, /* 415: a media type that the route does not take */
    ERR_UNREADABLE,  /* 422: a file that cannot be read */
    ERR_BUSY,        /* 503 with Retry-After: full, stopping, or a service is away */
    ERR_INTERNAL,    /* 500: logged with its request id */
};

#endif
