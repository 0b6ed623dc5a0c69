create table "user" (
    id uuid primary key,
    username text not null,
    email text not null,
    password_hash text not null,
    created_at timestamptz not null default now(),
    is_active boolean not null default true,
    bio text not null default ''
);

-- Names and addresses that differ in case only would pass for each other.
create unique index user_username_key on "user" (lower(username));
create unique index user_email_key on "user" (lower(email));

create table image (
    id uuid primary key,
    path text not null,
    content_type text not null default 'application/octet-stream',
    created_at timestamptz not null default now(),
    public boolean not null,
    owner_id uuid not null references "user" (id) on delete cascade,
    uploaded boolean not null default false
);

create index image_public_feed on image (created_at desc, id desc) where public and uploaded;
create index image_owner_feed on image (owner_id, created_at desc, id desc) where uploaded;
-- Images whose upload was not seen yet: few at any time.
create index image_awaited on image (created_at desc) where public and not uploaded;
create index image_awaited_by_owner on image (owner_id, created_at desc) where not uploaded;
