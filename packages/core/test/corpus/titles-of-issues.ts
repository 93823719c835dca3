/** Titles, search words and sentences that use the words of SQL, and are none. */
export const TITLES_OF_ISSUES: readonly string[] = `
insert into array
insert into array fails
insert into linked list in O(1)
insert into table view cell
how to insert into a sorted array
how to delete from a list
how to delete from a list in python
Delete from the cart does not refresh the page
Delete from cart button is broken
delete a branch
delete branch after merge
delete key not working on mac
delete files older than 30 days
delete node_modules
delete user account
delete users who never logged in
delete without where clause
DELETE endpoint returns 404
DELETE /users/:id returns 500
DELETE request body is ignored
Delete confirmation dialog
deleted rows come back after sync
on delete cascade not working
soft delete vs hard delete
update users set password policy
update user settings page
Update the settings and set the theme
update dependencies to latest
Update dependency lodash to v4 (#12)
update a record in airtable
update set of icons
update statement syntax
UPDATE vs UPSERT performance
update on duplicate key
Update README.md
update: set default values for options
Update docs, set version
update and delete permissions
drop support for node 16
drop shadow on cards
drop down menu closes too early
drop zone ignores large files
Drop table column from the design system
drop index signature from the type
drop database connection when idle
drop schema validation in tests
Drop user session when the tab closes
drop view model in favour of hooks
drop function overloads from docs
drop event handlers on unmount
drop caps in headings
drop the old logo
drag and drop table rows
create table syntax
create table of contents
Create a table component
create table component with sorting
create index page
create index page for blog
create view model
create view for settings page
Create function component
create user story map
create user flow diagram
create database backup script
create trigger warning banner
create event listener leak
create role play prompts
create policy document
create policy template for travel
create server component
create type definitions file
create new issue
create pull request
create-react-app
create account page
create a function that returns a promise
create domain model
Create rule engine
alter table component styles
alter table design on mobile
alter the default theme
alter ego
alter user experience
alter role names in the copy
alter view port meta tag
alter database schema migration guide
grant access to the repo
grant program deadlines
grant application
grant writing tips for beginners
Grant admin rights to new hires
grant all users dark mode
grant permissions on android
revoke access token
revoke consent button
revoke api keys for old users
truncate long titles
truncate text with ellipsis
truncate string in middle
truncate log file
merge into main
merge into master by accident
merge into develop fails with conflict
merge branch main into feature
merge using rebase
merge two lists using zip
Merge pull request #12 from bob/fix
merge cells in table
merge queue stuck
replace into vs insert ignore
replace a with b
replace all occurrences
replace the server
replace icons with svg
replace values in json
replace function in python
call me back
call center hours
call stack exceeded
call function from template
execute script on startup
execute permissions denied
exec format error
exec into pod
exec user process caused no such file
copy to clipboard
copy from one bucket to another
copy to output directory
copy file to remote host
copy users from staging
copy data from a to b
do while loop
do not disturb
do we support sso
load data from csv
load more button
load balancer 502
load test results
load image from url
set timezone to utc
set up ci
set default branch
set a reminder
set role for new members
set password page
set environment variable
set to null
set operations in python
set theory
vacuum cleaner
vacuum robots
vacuum the office
attach debugger
attach files to email
attach to process
pragma once
pragma warning disable
rename file
rename table column header
rename user to member
lock screen
lock table of the row
lock file conflict
lock users out after 5 attempts
kill process on port 3000
kill switch
handler is not a function
handler for click open
prepare release notes
prepare from scratch
prepare as a team
reassign ticket
reindex search
reindex documents in elastic
refresh token expired
refresh materialized
comment on pull request
comment on issue 5
comments on table design
import csv
import from excel
import table from figma
reset password
reset all filters
reset form after submit
discard changes
discard all changes
flush cache
flush logs to disk
flush tables and chairs
purge cache
purge old artifacts
cluster autoscaler
cluster nodes on restart
detach head
detach volume
notify users by email
listen on port 80
analyze bundle size
backup database nightly
backup strategy
restore database from backup
restore tabs
bulk insert performance
bulk edit
shutdown hook
shutdown gracefully
install plugin
install dependencies
uninstall app
optimize images
repair install
change password
change log
export data as csv
export data to excel
security label
security policy
select a plan
select all text
Select the best option and put it into the cart
Select items you want to move into the archive
select box does not open
select where to go
select vs update; which one?
SELECT vs UPDATE; which one?
with delete and update
begin again
begin; commit
explain how to create an account
explain delete semantics
Explain the drop in traffic
show me how to delete a user
show deleted users
use create or update
declare variables, then update
if the update fails, delete the cache
If you drop the table it will break
while you update the docs
values of our team
table tennis
table of contents
(draft) update the guide
fix(ui): delete from cart
fix: insert into array
feat(api)!: drop support for v1
bug (ios) delete key
match (a) delete key
print the report and delete it
`
  .trim()
  .split('\n')

/** What reads like a title, and runs in a database as it stands. */
export const TITLES_THAT_RUN: readonly string[] = `
drop table crash
grant access to repo
create database diagram
create schema markup
create sequence diagram
create group chat
create language picker
truncate table cells
execute plan
attach label as default
optimize table rendering
select all into view
`
  .trim()
  .split('\n')
